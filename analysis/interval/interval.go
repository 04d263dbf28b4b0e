// Package interval writes a rate and how sure it is, as SQL.
package interval

import "fmt"

// SQL is three columns: the share k of n as NAME, NULL for a share of nothing, and its
// interval as NAME_low and NAME_high (Wilson, 95 %), which holds for few and for rare ones
// too. With z = 1.96, 1.9208 is z²/2, 0.9604 is z²/4 and 3.8416 is z². What is NULL stays
// so in max2 and min2; greatest and least would leave it out.
func SQL(k, n, name string) string {
	return fmt.Sprintf(`%[1]s / nullIf(%[2]s, 0) AS %[3]s,
    max2((%[1]s + 1.9208 - 1.96 * sqrt(%[1]s * (1 - %[3]s) + 0.9604)) / (%[2]s + 3.8416), 0)
        AS %[3]s_low,
    min2((%[1]s + 1.9208 + 1.96 * sqrt(%[1]s * (1 - %[3]s) + 0.9604)) / (%[2]s + 3.8416), 1)
        AS %[3]s_high`, k, n, name)
}

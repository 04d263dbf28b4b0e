package analysis

// patternsSQL are the failure patterns in the order to try them: those of a tenant first. By
// place: 1 tenant, 2 line, 3 stage, 4 pattern, 5 expected, 6 category.
const patternsSQL = `SELECT arraySort(p -> (p.1 = '', p.2), groupArray((tenant_id, line, stage, pattern, expected, category)))
    FROM {failure_patterns}`

// patternSQL is the first of them that a failure of a tenant fits, by its stage and its reason.
const patternSQL = `arrayFirst(
        p -> p.1 IN ('', tenant_id) AND p.3 IN ('', failure_stage) AND failure_reason ILIKE p.4,
        if(failure_stage IN ('callSetup', 'midcall'), patterns, []))`

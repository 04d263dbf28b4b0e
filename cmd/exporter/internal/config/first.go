package config

import (
	"cmp"
	"fmt"
	"os"
)

// First is what a first configuration file says; the rest has defaults.
type First struct {
	TenantID, ClientID string // GUIDs; "" leaves a place to fill in
	WarehouseURL       string // "" is an embedded warehouse in ./data
}

// unknownID stands where an id has to be filled in.
const unknownID = "00000000-0000-0000-0000-000000000000"

// Text is the file. The error says which value is wrong.
func (f First) Text() (string, error) {
	f.TenantID, f.ClientID = cmp.Or(f.TenantID, unknownID), cmp.Or(f.ClientID, unknownID)
	f.WarehouseURL = cmp.Or(f.WarehouseURL, "embedded:./data")
	for _, id := range []*string{&f.TenantID, &f.ClientID} {
		if wrong := guid(id); wrong != "" {
			return "", fmt.Errorf("%q %s", *id, wrong)
		}
	}
	return fmt.Sprintf(
		`# A first configuration of the exporter. What is not here has its default: exporter config print
# shows all keys, docs/configuration.md says what they mean.

tenants:
    # Entra admin center, Overview, Tenant ID.
  - tenant_id: %s
    auth:
      # App registrations, the exporter's app, Application (client) ID. The app needs the application
      # permission CallRecords.Read.All of Microsoft Graph, with admin consent.
      client_id: %s
      # The client secret comes from the environment. It can also come from a file: take
      # client_secret_file: /path in place of this line.
      client_secret: ${CALLRECORDS_CLIENT_SECRET}

warehouse:
  # embedded:FOLDER, or the URL of a ClickHouse server such as https://user@host:8443.
  url: %q
`,
		f.TenantID,
		f.ClientID,
		f.WarehouseURL,
	), nil
}

// Write writes the file for its owner alone. One that is there already stays as it is.
func (f First) Write(path string) error {
	text, err := f.Text()
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := file.WriteString(text); err != nil {
		file.Close()
		return fmt.Errorf("%s: %w", path, err)
	}
	return file.Close()
}

package config

// Load reads the configuration from a YAML file and from variables as
// os.Environ gives them. With path "" there is no file. The error is *Mistakes
// and holds everything that is wrong; the Config is empty then.
func Load(path string, environ []string) (Config, error) {
	return load(path, environ, true)
}

// LoadWarehouse is Load for commands that never ask Graph: there may be no
// tenants, and those there are need not be complete.
func LoadWarehouse(path string, environ []string) (Config, error) {
	return load(path, environ, false)
}

func load(path string, environ []string, graph bool) (Config, error) {
	d := newDraft(path, environ)
	if path != "" && !d.readFile() {
		return Config{}, d.mistakes.err()
	}
	d.readVariables()
	c := d.build()
	d.warehouseRules(&c.Warehouse)
	d.listenRules(c.Listen)
	if graph {
		d.tenantRules(&c)
	}
	d.fileRules(&c, graph)
	if err := d.mistakes.err(); err != nil {
		return Config{}, err
	}
	return c, nil
}

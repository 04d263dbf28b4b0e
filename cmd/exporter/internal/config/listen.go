package config

import (
	"net"
	"strconv"
)

// listenAddress wants host:port, or nothing.
func listenAddress(field any) string {
	address := *field.(*string)
	if address == "" {
		return ""
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return "wants host:port, such as 127.0.0.1:8123"
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 && port != "0" {
		return "wants a port up to 65535, such as 127.0.0.1:8123"
	}
	return ""
}

func atLeastOne(field any) string {
	if *field.(*int) < 1 {
		return "wants 1 or more"
	}
	return ""
}

// Exposed reports whether other machines can reach the address.
func (l Listen) Exposed() bool {
	host, _, _ := net.SplitHostPort(l.Address)
	return l.Address != "" && !loopback(host)
}

// Wrong is what keeps the address from being served; "" is fine.
func (l Listen) Wrong() string {
	if wrong := listenAddress(&l.Address); wrong != "" {
		return wrong
	}
	if l.Exposed() && l.Password == "" && l.PasswordFile == "" {
		return l.Address + " is for other machines to reach; set listen.password_file, or listen on 127.0.0.1"
	}
	return ""
}

// listenRules holds what the keys of listen ask of each other.
func (d *draft) listenRules(l Listen) {
	d.either("listen.password", l.Password, l.PasswordFile)
	if at := d.where("listen.address"); !d.mistakes.has(at) {
		if wrong := l.Wrong(); wrong != "" {
			d.mistakes.add(at, "%s", wrong)
		}
	}
	if l.TLSKeyFile != "" {
		d.require("listen.tls_certificate_file", l.TLSCertificateFile, "tls_key_file is set")
	}
	if l.TLSCertificateFile != "" {
		d.require("listen.tls_key_file", l.TLSKeyFile, "tls_certificate_file is set")
	}
}

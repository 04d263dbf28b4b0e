package documents

import (
	"os"
	"path/filepath"
	"testing"
)

func TestBytesOfFilesAreKnownBeforeAndCountedWhileTheyAreRead(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, text := range map[string]string{"a.json": `{"id":`, "b.json": "[]\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := Size(t.Context(), []string{folder}); got != 9 {
		t.Errorf("size: got %d, want 9", got)
	}
	for _, unknown := range [][]string{{"-"}, {folder, "-"}, {filepath.Join(folder, "none")}} {
		if got := Size(t.Context(), unknown); got != 0 {
			t.Errorf("%s: got %d, want 0", unknown, got)
		}
	}
	read := 0
	for range Read(t.Context(), Options{Names: []string{folder}, Read: func(n int) { read += n }}) {
	}
	if read != 9 {
		t.Errorf("read: got %d, want 9", read)
	}
}

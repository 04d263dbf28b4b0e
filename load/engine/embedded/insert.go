package embedded

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/ipc"

	"callrecords/load/engine"
	"callrecords/load/engine/embedded/libchdb"
)

// Insert appends one block and returns the rows that the engine says it wrote.
// The block goes through an ArrowStream file in a private folder, never inline:
// chDB ends inline data at the first blank line and parses the rest as SQL.
//
// One block becomes one part in each partition. A block within one partition is
// therefore in the table whole or not at all. After an error that is not a
// *[engine.Exception], ctx's included, nobody knows which.
func (e *Engine) Insert(ctx context.Context, block engine.Block) (int64, error) {
	s, err := e.store()
	if err != nil {
		return 0, err
	}
	if err := block.Validate(); err != nil {
		return 0, fmt.Errorf("insert into %s.%s: %w", block.Database, block.Table, err)
	}
	c, err := s.pool.get(ctx)
	if err != nil {
		return 0, err
	}
	defer s.pool.put(c)
	file, err := writeStream(s.temp.path, block.Rows)
	if err != nil {
		return 0, fmt.Errorf("insert into %s.%s: Arrow file: %w", block.Database, block.Table, err)
	}
	defer os.Remove(file)

	var done libchdb.Result
	err = s.pool.watch(ctx, c, func() (err error) {
		done, err = c.run(insertSQL(block, file), "Null")
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("insert into %s.%s: %w", block.Database, block.Table, err)
	}
	// While the connection is still ours: purge runs on it.
	if info, err := os.Stat(file); err == nil && info.Size() >= purgeBytes {
		c.purge()
	}
	if err := block.CheckWritten(done.Written); err != nil {
		return done.Written, fmt.Errorf("insert into %s.%s: %w", block.Database, block.Table, err)
	}
	return done.Written, nil
}

// purgeBytes is the size of a block, in bytes, after which the engine's unused
// memory is worth giving back.
const purgeBytes = 1 << 20

// insertSQL selects the file's columns, typed in full, into the table. The
// types are spelled out because an inferred structure turns NULL into the empty text.
func insertSQL(block engine.Block, file string) string {
	var names, structure []string
	for i, field := range block.Rows.Schema().Fields() {
		name := engine.Identifier(field.Name)
		names = append(names, name)
		structure = append(structure, name+" "+block.Types[i])
	}
	columns := strings.Join(names, ", ")
	return fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM file(%s, 'ArrowStream', %s)",
		engine.Qualify(block.Database, block.Table), columns, columns,
		engine.Quote(file), engine.Quote(strings.Join(structure, ", ")))
}

// writeStream writes one record as a whole ArrowStream file and returns its name.
func writeStream(folder string, rows arrow.Record) (name string, err error) {
	file, err := os.CreateTemp(folder, "block-*.arrow") // 0600
	if err != nil {
		return "", err
	}
	defer func() {
		if cerr := file.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	w := ipc.NewWriter(file, ipc.WithSchema(rows.Schema()))
	if err := w.Write(rows); err != nil {
		w.Close()
		return "", err
	}
	return file.Name(), w.Close() // the end mark; without it a cut stream passes for whole
}

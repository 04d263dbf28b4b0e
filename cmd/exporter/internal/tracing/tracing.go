// Package tracing gives OpenTelemetry traces of runs and loads: where their time
// goes. It stands around the parts that the pipeline uses, so that neither they nor
// the pipeline know of it, and costs nothing when nobody asked for traces.
package tracing

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// Traces begins spans. A nil one begins none.
type Traces struct {
	provider *sdk.TracerProvider
	tracer   trace.Tracer
}

// flush is how long the end of the program waits for the last spans to be sent.
const flush = 5 * time.Second

// Start is nil unless OTEL_EXPORTER_OTLP_ENDPOINT or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT
// says where traces go. These and the other variables are OpenTelemetry's own
// (Specification, "OTLP Exporter" and "SDK environment variables"); the protocol is
// http/protobuf. What cannot be sent is logged, and never stops a run.
func Start(ctx context.Context, program string, log *slog.Logger) (*Traces, error) {
	if !wanted(os.Getenv) {
		return nil, nil
	}
	protocol := first(os.Getenv, "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
	if protocol != "" && protocol != "http/protobuf" {
		return nil, fmt.Errorf(
			"OTEL_EXPORTER_OTLP_PROTOCOL: traces are sent by http/protobuf, not by %.40q; "+
				"name the collector's HTTP endpoint (port 4318 as a rule)",
			protocol,
		)
	}
	to, err := newClient(os.Getenv)
	if err != nil {
		return nil, err
	}
	exporter, err := otlptrace.New(ctx, to)
	if err != nil {
		return nil, err
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) {
		log.WarnContext(ctx, "traces not sent", "error", err)
	}))
	about, err := resource.New(ctx,
		resource.WithAttributes(
			attribute.String("service.name", "callrecords-exporter"),
			attribute.String("service.version", program)),
		resource.WithFromEnv(), // OTEL_SERVICE_NAME goes before ours
		resource.WithTelemetrySDK())
	if err != nil && !errors.Is(err, resource.ErrPartialResource) {
		return nil, fmt.Errorf("OTEL_RESOURCE_ATTRIBUTES: %w", err)
	}
	return newTraces(sdk.WithBatcher(exporter), sdk.WithResource(about)), nil
}

// newTraces makes spans for what the options name.
func newTraces(options ...sdk.TracerProviderOption) *Traces {
	provider := sdk.NewTracerProvider(options...)
	return &Traces{provider: provider, tracer: provider.Tracer("callrecords")}
}

// Close sends the last spans, for some seconds at most. What is lost then is logged.
func (t *Traces) Close(ctx context.Context) {
	if t == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), flush)
	defer cancel()
	if err := t.provider.Shutdown(ctx); err != nil {
		otel.Handle(err)
	}
}

// wanted says whether the environment asks for traces.
func wanted(env func(string) string) bool {
	return !strings.EqualFold(env("OTEL_SDK_DISABLED"), "true") && env("OTEL_TRACES_EXPORTER") != "none" &&
		first(env, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT") != ""
}

// first is the first variable that has a value.
func first(env func(string) string, names ...string) string {
	for _, name := range names {
		if value := env(name); value != "" {
			return value
		}
	}
	return ""
}

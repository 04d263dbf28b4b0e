package transform_test

import (
	"fmt"
	"strings"
	"testing"

	"callrecords/schema"
	"callrecords/transform"
)

// meeting is a record as a meeting's first page has it: so many sessions, each
// of a segment with audio and video, two streams each.
func meeting(sessions int) []byte {
	network := `{"ipAddress":"10.1.2.3","subnet":"10.1.2.0","linkSpeed":1000000000,"connectionType":"wifi","port":50048,"reflexiveIPAddress":"203.0.113.7",
		"relayIPAddress":"","relayPort":3481,"macAddress":"02-00-00-00-00-00","wifiMicrosoftDriver":"Wi-Fi","wifiMicrosoftDriverVersion":"10.0","wifiVendorDriver":"AX211",
		"wifiVendorDriverVersion":"23.110","wifiChannel":36,"wifiBand":"frequency50GHz","basicServiceSetIdentifier":"","wifiRadioType":"wifi80211ac","wifiSignalStrength":94,
		"wifiBatteryCharge":100,"dnsSuffix":"example.net","sentQualityEventRatio":0.01,"receivedQualityEventRatio":0,"delayEventRatio":null,"bandwidthLowEventRatio":0,
		"networkTransportProtocol":"udp","traceRouteHops":[]}`
	device := `{"captureDeviceName":"Microphone (Headset)","captureDeviceDriver":"Driver: 10.0","renderDeviceName":"Speakers (Headset)","renderDeviceDriver":"Driver: 10.0",
		"sentSignalLevel":-21,"receivedSignalLevel":-19,"sentNoiseLevel":-70,"receivedNoiseLevel":-68,"initialSignalLevelRootMeanSquare":60.26,"cpuInsufficentEventRatio":0,
		"micGlitchRate":0,"speakerGlitchRate":0,"howlingEventCount":0,"deviceClippingEventRatio":null,"renderMuteEventRatio":0.1}`
	stream := `{"streamId":"%d","startDateTime":null,"endDateTime":null,"streamDirection":"callerToCallee","averageAudioDegradation":1.16,"averageJitter":"PT0.002S",
		"maxJitter":"PT0.016S","averagePacketLossRate":0.0138,"maxPacketLossRate":0.037,"averageRatioOfConcealedSamples":0.01,"maxRatioOfConcealedSamples":0.1,
		"averageRoundTripTime":"PT0.042S","maxRoundTripTime":"PT0.1S","packetUtilization":1234,"averageBandwidthEstimate":9965083,"wasMediaBypassed":null,
		"postForwardErrorCorrectionPacketLossRate":null,"averageVideoFrameLossPercentage":null,"averageReceivedFrameRate":null,"lowFrameRateRatio":null,
		"averageVideoPacketLossRate":null,"averageVideoFrameRate":null,"audioCodec":"satin","videoCodec":"unknown"}`
	caller := `{"@odata.type":"#microsoft.graph.callRecords.participantEndpoint","name":"PC-%d","cpuName":"CPU","cpuCoresCount":14,"cpuProcessorSpeedInMhz":1800,
		"userAgent":{"@odata.type":"#microsoft.graph.callRecords.clientUserAgent","headerValue":"releases/CL2026.R25","platform":"windows","productFamily":"teams"},
		"associatedIdentity":{"id":"u%d","displayName":"Some Body","tenantId":"t","userPrincipalName":"some.body@example.com"},"feedback":null}`
	media := func(label string, i int) string {
		return fmt.Sprintf(`{"label":%q,"callerNetwork":%s,"calleeNetwork":%s,"callerDevice":%s,"calleeDevice":null,"streams":[%s,%s]}`,
			label, network, network, device, fmt.Sprintf(stream, 2*i), fmt.Sprintf(stream, 2*i+1))
	}
	var all []string
	for i := range sessions {
		ends := fmt.Sprintf(`"id":"s%d","startDateTime":"2026-01-02T03:04:05.1234567Z","endDateTime":"2026-01-02T04:04:05.1234567Z","failureInfo":null,"caller":%s,"callee":{"userAgent":{"role":"mediaController"}}`,
			i, fmt.Sprintf(caller, i, i))
		all = append(all, fmt.Sprintf(`{%s,"modalities":["audio","video"],"isTest":false,"segments":[{%s,"media":[%s,%s]}]}`,
			ends, ends, media("main-audio", i), media("main-video", i)))
	}
	return []byte(`{"id":"r","version":1,"type":"groupCall","startDateTime":"2026-01-02T03:04:05Z","sessions":[` + strings.Join(all, ",") + `]}`)
}

// BenchmarkPage reads the page of a meeting of 60 sessions, which is as many
// as Graph puts into one.
func BenchmarkPage(b *testing.B) {
	page := recordPage(meeting(60))
	batch, total := transform.NewBatch(schema.CallRecords), 0
	b.SetBytes(int64(len(page.Body)))
	b.ReportAllocs()
	for b.Loop() {
		r := batch.Record(owner())
		if err := r.Page(page); err != nil {
			b.Fatal(err)
		}
		r.Close()
		if rows, _ := batch.Size(); rows > 20_000 {
			total += rows
			release(batch)
		}
	}
	rows, _ := batch.Size()
	b.ReportMetric(float64(total+rows)/b.Elapsed().Seconds(), "rows/s")
}

func release(b *transform.Batch) {
	for _, taken := range b.Take() {
		taken.Record.Release()
	}
}

func TestMeetingHasTheRowsThatTheBenchmarkCounts(t *testing.T) {
	t.Parallel()
	rows := flattened(t, recordPage(meeting(3)))
	compare(t, rows, expected(t, meeting(3)))
	for table, want := range map[string]int{"sessions": 3, "segments": 3, "streams": 12} {
		t.Run(table, func(t *testing.T) {
			if got := len(rows[table]); got != want {
				t.Errorf("got %d rows, want %d", got, want)
			}
		})
	}
}

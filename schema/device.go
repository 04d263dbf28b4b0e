package schema

// device is one side's deviceInfo of a media
// (Graph, resource type callRecords.deviceInfo).
var device = []Column{
	{"capture_device_driver", Keyword, "captureDeviceDriver", "string", "capture driver"},
	{"capture_device_name", Keyword, "captureDeviceName", "string", "microphone/camera name"},
	{"capture_not_functioning_event_ratio", Real, "captureNotFunctioningEventRatio", "fraction 0..1", "share of call with capture device not working"},
	{"cpu_insufficient_event_ratio", Real, "cpuInsufficentEventRatio", "fraction 0..1", "share of call with CPU shortage hurting audio (name misspelt in the API)"},
	{"device_clipping_event_ratio", Real, "deviceClippingEventRatio", "fraction 0..1", "share of call with clipped captured audio"},
	{"device_glitch_event_ratio", Real, "deviceGlitchEventRatio", "fraction 0..1", "share of call with glitches/gaps in played or captured audio"},
	{"howling_event_count", Int32, "howlingEventCount", "count", "howling/screech events"},
	{"initial_signal_level_root_mean_square", Real, "initialSignalLevelRootMeanSquare", "RMS of the incoming signal (linear in samples, e.g. 60.26; CQD labels dB)", "over up to the first 30 s"},
	{"low_speech_level_event_ratio", Real, "lowSpeechLevelEventRatio", "fraction 0..1", "share of call with too quiet speech"},
	{"low_speech_to_noise_event_ratio", Real, "lowSpeechToNoiseEventRatio", "fraction 0..1", "share of call with poor speech-to-noise"},
	{"mic_glitch_rate", Real, "micGlitchRate", "glitches per 5 minutes", "microphone glitches"},
	{"received_noise_level", Int32, "receivedNoiseLevel", "dB (negative)", "mean energy of received noise, mono/left"},
	{"received_signal_level", Int32, "receivedSignalLevel", "dB (negative)", "mean energy of received speech, mono/left"},
	{"render_device_driver", Keyword, "renderDeviceDriver", "string", "render driver"},
	{"render_device_name", Keyword, "renderDeviceName", "string", "loudspeaker name"},
	{"render_mute_event_ratio", Real, "renderMuteEventRatio", "fraction 0..1", "share of call with render muted"},
	{"render_not_functioning_event_ratio", Real, "renderNotFunctioningEventRatio", "fraction 0..1", "share of call with render device not working"},
	{"render_zero_volume_event_ratio", Real, "renderZeroVolumeEventRatio", "fraction 0..1", "share of call with render volume 0"},
	{"sent_noise_level", Int32, "sentNoiseLevel", "dB (negative)", "mean energy of sent noise, mono/left"},
	{"sent_signal_level", Int32, "sentSignalLevel", "dB (negative)", "mean energy of sent speech, mono/left"},
	{"speaker_glitch_rate", Real, "speakerGlitchRate", "glitches per 5 minutes", "loudspeaker glitches"},
}

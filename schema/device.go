package schema

// device is one side's deviceInfo of a media
// (Graph, resource type callRecords.deviceInfo).
var device = []Column{
	{"capture_device_driver", KindKeyword, "captureDeviceDriver", "string", "capture driver"},
	{"capture_device_name", KindKeyword, "captureDeviceName", "string", "microphone/camera name"},
	{"capture_not_functioning_event_ratio", KindFloat32, "captureNotFunctioningEventRatio", "fraction 0..1", "share of call with capture device not working"},
	{"cpu_insufficient_event_ratio", KindFloat32, "cpuInsufficentEventRatio", "fraction 0..1", "share of call with CPU shortage hurting audio (name misspelt in the API)"},
	{"device_clipping_event_ratio", KindFloat32, "deviceClippingEventRatio", "fraction 0..1", "share of call with clipped captured audio"},
	{"device_glitch_event_ratio", KindFloat32, "deviceGlitchEventRatio", "fraction 0..1", "share of call with glitches/gaps in played or captured audio"},
	{"howling_event_count", KindInt32, "howlingEventCount", "count", "howling/screech events"},
	{"initial_signal_level_root_mean_square", KindFloat32, "initialSignalLevelRootMeanSquare", "RMS of the incoming signal (linear in samples, e.g. 60.26; CQD labels dB)", "over up to the first 30 s"},
	{"low_speech_level_event_ratio", KindFloat32, "lowSpeechLevelEventRatio", "fraction 0..1", "share of call with too quiet speech"},
	{"low_speech_to_noise_event_ratio", KindFloat32, "lowSpeechToNoiseEventRatio", "fraction 0..1", "share of call with poor speech-to-noise"},
	{"mic_glitch_rate", KindFloat32, "micGlitchRate", "glitches per 5 minutes", "microphone glitches"},
	{"received_noise_level", KindInt32, "receivedNoiseLevel", "dB (negative)", "mean energy of received noise, mono/left"},
	{"received_signal_level", KindInt32, "receivedSignalLevel", "dB (negative)", "mean energy of received speech, mono/left"},
	{"render_device_driver", KindKeyword, "renderDeviceDriver", "string", "render driver"},
	{"render_device_name", KindKeyword, "renderDeviceName", "string", "loudspeaker name"},
	{"render_mute_event_ratio", KindFloat32, "renderMuteEventRatio", "fraction 0..1", "share of call with render muted"},
	{"render_not_functioning_event_ratio", KindFloat32, "renderNotFunctioningEventRatio", "fraction 0..1", "share of call with render device not working"},
	{"render_zero_volume_event_ratio", KindFloat32, "renderZeroVolumeEventRatio", "fraction 0..1", "share of call with render volume 0"},
	{"sent_noise_level", KindInt32, "sentNoiseLevel", "dB (negative)", "mean energy of sent noise, mono/left"},
	{"sent_signal_level", KindInt32, "sentSignalLevel", "dB (negative)", "mean energy of sent speech, mono/left"},
	{"speaker_glitch_rate", KindFloat32, "speakerGlitchRate", "glitches per 5 minutes", "loudspeaker glitches"},
}

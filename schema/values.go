package schema

import "strings"

// The enum types of the service (Graph, metadata of v1.0). Their values are for
// people: a value is kept as it was sent, whether it is here or not.
var (
	callType       = []string{"unknown", "groupCall", "peerToPeer", "unknownFutureValue"}
	clientPlatform = []string{
		"unknown", "windows", "macOS", "iOS", "android", "web", "ipPhone", "roomSystem", "surfaceHub",
		"holoLens", "unknownFutureValue",
	}
	endpointType = []string{
		"default", "voicemail", "skypeForBusiness", "skypeForBusinessVoipPhone", "unknownFutureValue",
	}
	failureStage         = []string{"unknown", "callSetup", "midcall", "unknownFutureValue"}
	mediaStreamDirection = []string{"callerToCallee", "calleeToCaller"}
	modality             = []string{
		"audio", "video", "videoBasedScreenSharing", "data", "screenSharing", "unknownFutureValue",
	}
	connectionType = []string{
		"unknown", "wired", "wifi", "mobile", "tunnel", "unknownFutureValue",
	}
	transportProtocol = []string{"unknown", "udp", "tcp", "unknownFutureValue"}
	productFamily     = []string{
		"unknown", "teams", "skypeForBusiness", "lync", "unknownFutureValue",
		"azureCommunicationServices",
	}
	userFeedbackRating = []string{
		"notRated", "bad", "poor", "fair", "good", "excellent", "unknownFutureValue",
	}
	wifiBand = []string{
		"unknown", "frequency24GHz", "frequency50GHz", "frequency60GHz", "unknownFutureValue",
	}
	wifiRadioType = []string{
		"unknown", "wifi80211a", "wifi80211b", "wifi80211g", "wifi80211n", "wifi80211ac", "wifi80211ax",
		"unknownFutureValue",
	}
	pstnCallDurationSource = []string{"microsoft", "operator"}

	audioCodec = []string{
		"unknown", "invalid", "cn", "pcma", "pcmu", "amrWide", "g722", "g7221", "g7221c", "g729", "multiChannelAudio",
		"muchv2", "opus", "satin", "satinFullband", "rtAudio8", "rtAudio16", "silk", "silkNarrow", "silkWide", "siren",
		"xmsRta", "unknownFutureValue",
	}
	videoCodec = []string{
		"unknown", "invalid", "av1", "h263", "h264", "h264s", "h264uc", "h265", "rtvc1", "rtVideo", "xrtvc1",
		"unknownFutureValue",
	}
	serviceRole = []string{
		"unknown", "customBot", "skypeForBusinessMicrosoftTeamsGateway", "skypeForBusinessAudioVideoMcu",
		"skypeForBusinessApplicationSharingMcu", "skypeForBusinessCallQueues", "skypeForBusinessAutoAttendant",
		"mediationServer", "mediationServerCloudConnectorEdition", "exchangeUnifiedMessagingService", "mediaController",
		"conferencingAnnouncementService", "conferencingAttendant", "audioTeleconferencerController",
		"skypeForBusinessUnifiedCommunicationApplicationPlatform", "responseGroupServiceAnnouncementService", "gateway",
		"skypeTranslator", "skypeForBusinessAttendant", "responseGroupService", "voicemail", "unknownFutureValue",
	}
)

// knownValues are the enum types by the property that has one: the end of a
// column's source.
var knownValues = map[string][]string{
	"type":                     callType,
	"modalities":               modality,
	"identity.endpointType":    endpointType,
	"userAgent.platform":       clientPlatform,
	"userAgent.productFamily":  productFamily,
	"userAgent.role":           serviceRole,
	"feedback.rating":          userFeedbackRating,
	"failureInfo.stage":        failureStage,
	"streamDirection":          mediaStreamDirection,
	"audioCodec":               audioCodec,
	"videoCodec":               videoCodec,
	"connectionType":           connectionType,
	"networkTransportProtocol": transportProtocol,
	"wifiBand":                 wifiBand,
	"wifiRadioType":            wifiRadioType,
	"callDurationSource":       pstnCallDurationSource,
}

// remarks say what is known of the values of a property that has no enum type.
var remarks = map[string]string{
	"failureInfo.reason": "free text, which may be empty; Microsoft publishes no list of reasons",
}

// Values are the values that the metadata of the service knows for the column, nil
// when it is no enum. They are no rule: the service sends others, too.
func (c Column) Values() []string { return byEnd(knownValues, c.Source) }

// KnownValues says what is known of the column's values, for people; "" when
// nothing is.
func (c Column) KnownValues() string {
	if values := c.Values(); values != nil {
		return "known values: " + strings.Join(values, ", ")
	}
	return byEnd(remarks, c.Source)
}

// byEnd is what a table has for the last step of a source, or for its last two.
func byEnd[V any](table map[string]V, source string) (v V) {
	if strings.Contains(source, AnnotationMark) {
		return v // @odata.type is no type of a property
	}
	steps := strings.Split(source, ".")
	for n := 1; n <= min(2, len(steps)); n++ {
		if v, ok := table[strings.Join(steps[len(steps)-n:], ".")]; ok {
			return v
		}
	}
	return v
}

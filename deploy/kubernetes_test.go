package deploy_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	apps "k8s.io/api/apps/v1"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// overlays are the ways to run the exporter, each with the kind that has its pods.
var overlays = map[string]string{"cronjob": "CronJob", "serve": "StatefulSet", "backfill": "Job"}

// kinds are the types that manifests are read into. A key that a type does not have is an error.
var kinds = map[string]func() any{
	"ServiceAccount": func() any { return &core.ServiceAccount{} },
	"ConfigMap":      func() any { return &core.ConfigMap{} },
	"Service":        func() any { return &core.Service{} },
	"NetworkPolicy":  func() any { return &networking.NetworkPolicy{} },
	"CronJob":        func() any { return &batch.CronJob{} },
	"Job":            func() any { return &batch.Job{} },
	"StatefulSet":    func() any { return &apps.StatefulSet{} },
	"PodMonitor":     func() any { return &monitoring.PodMonitor{} },
}

// rendered is what an overlay becomes, by kind.
type rendered map[string][]any

// render renders an overlay as `kubectl apply -k` does.
func render(t *testing.T, folder string) rendered {
	t.Helper()
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		t.Fatal(err)
	}
	all := rendered{}
	for _, r := range resources.Resources() {
		text, err := r.AsYAML()
		if err != nil {
			t.Fatal(err)
		}
		if kinds[r.GetKind()] == nil {
			t.Fatalf("%s: got kind %s, want one of those that this test knows", folder, r.GetKind())
		}
		v := kinds[r.GetKind()]()
		if err := yaml.UnmarshalStrict(text, v); err != nil {
			t.Fatalf("%s, %s %s: %v", folder, r.GetKind(), r.GetName(), err)
		}
		all[r.GetKind()] = append(all[r.GetKind()], v)
	}
	return all
}

// pods is the template of an overlay's pods.
func (r rendered) pods(t *testing.T) core.PodTemplateSpec {
	t.Helper()
	switch {
	case r["CronJob"] != nil:
		return r["CronJob"][0].(*batch.CronJob).Spec.JobTemplate.Spec.Template
	case r["Job"] != nil:
		return r["Job"][0].(*batch.Job).Spec.Template
	case r["StatefulSet"] != nil:
		return r["StatefulSet"][0].(*apps.StatefulSet).Spec.Template
	}
	t.Fatal("got nothing that has pods, want something")
	return core.PodTemplateSpec{}
}

func TestOverlaysRenderAndHaveOneWorkloadEach(t *testing.T) {
	t.Parallel()
	for overlay, kind := range overlays {
		t.Run(overlay, func(t *testing.T) {
			t.Parallel()
			r := render(t, "kubernetes/"+overlay)
			if len(r[kind]) != 1 || len(r["ServiceAccount"]) != 1 || len(r["ConfigMap"]) != 1 || len(r["NetworkPolicy"]) == 0 {
				t.Errorf("got %d %s, %d ServiceAccounts, %d ConfigMaps, %d NetworkPolicies",
					len(r[kind]), kind, len(r["ServiceAccount"]), len(r["ConfigMap"]), len(r["NetworkPolicy"]))
			}
			p := r.pods(t)
			if got, want := p.Spec.ServiceAccountName, r["ServiceAccount"][0].(*core.ServiceAccount).Name; got != want {
				t.Errorf("got pods of the ServiceAccount %s, want %s", got, want)
			}
			for _, v := range p.Spec.Volumes {
				if v.ConfigMap != nil && v.ConfigMap.Name != r["ConfigMap"][0].(*core.ConfigMap).Name {
					t.Errorf("got the ConfigMap %s, want the generated one", v.ConfigMap.Name)
				}
			}
			for _, policy := range r["NetworkPolicy"] {
				selector := policy.(*networking.NetworkPolicy).Spec.PodSelector.MatchLabels
				if len(selector) == 0 || !covers(p.Labels, selector) {
					t.Errorf("policy %s: got selector %v, want labels of the pods %v and no others' pods",
						policy.(*networking.NetworkPolicy).Name, selector, p.Labels)
				}
			}
		})
	}
}

// covers says whether labels have all that a selector wants.
func covers(labels, selector map[string]string) bool {
	for k, v := range selector {
		if labels[k] != v {
			return false
		}
	}
	return true
}

func TestPodsHaveNoMoreRightsThanTheyNeed(t *testing.T) {
	t.Parallel()
	for overlay := range overlays {
		t.Run(overlay, func(t *testing.T) {
			t.Parallel()
			pod := render(t, "kubernetes/"+overlay).pods(t).Spec
			s := pod.SecurityContext
			if s == nil || s.RunAsNonRoot == nil || !*s.RunAsNonRoot || s.RunAsUser == nil || *s.RunAsUser == 0 ||
				s.SeccompProfile == nil || s.SeccompProfile.Type != core.SeccompProfileTypeRuntimeDefault {
				t.Errorf("got pods that run as %+v, want no root and the runtime's seccomp profile", s)
			}
			if pod.AutomountServiceAccountToken == nil || *pod.AutomountServiceAccountToken {
				t.Error("got pods with a token for Kubernetes, want none: they never ask it")
			}
			if pod.HostNetwork || pod.HostPID || pod.HostIPC {
				t.Error("got pods in the node's own namespaces, want none")
			}
			for _, v := range pod.Volumes {
				if v.HostPath != nil {
					t.Errorf("volume %s: got a folder of the node, want none", v.Name)
				}
			}
			for _, c := range pod.Containers {
				s := c.SecurityContext
				if s == nil || s.AllowPrivilegeEscalation == nil || *s.AllowPrivilegeEscalation ||
					s.ReadOnlyRootFilesystem == nil || !*s.ReadOnlyRootFilesystem ||
					s.Capabilities == nil || !slices.Equal(s.Capabilities.Drop, []core.Capability{"ALL"}) || len(s.Capabilities.Add) > 0 {
					t.Errorf("container %s: got %+v, want a root that cannot be written, and no capabilities", c.Name, s)
				}
				if c.Resources.Requests.Cpu().IsZero() || c.Resources.Requests.Memory().IsZero() || c.Resources.Limits.Memory().IsZero() {
					t.Errorf("container %s: got %+v, want requests and a limit of memory", c.Name, c.Resources)
				}
			}
		})
	}
}

// The two that fill a server differ in what they do, and in nothing else.
func TestPodsOfTheBackfillAreThoseOfTheCronJobWithOtherArguments(t *testing.T) {
	t.Parallel()
	cron, backfill := render(t, "kubernetes/cronjob").pods(t).Spec, render(t, "kubernetes/backfill").pods(t).Spec
	backfill.Containers[0].Args = cron.Containers[0].Args
	if !reflect.DeepEqual(cron, backfill) {
		t.Errorf("got pods %+v, want %+v", backfill, cron)
	}
}

func TestJobsDoNotTryAgainWhatCannotSucceed(t *testing.T) {
	t.Parallel()
	cron := render(t, "kubernetes/cronjob")["CronJob"][0].(*batch.CronJob).Spec.JobTemplate.Spec
	backfill := render(t, "kubernetes/backfill")["Job"][0].(*batch.Job).Spec
	for name, spec := range map[string]batch.JobSpec{"cronjob": cron, "backfill": backfill} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if spec.Template.Spec.RestartPolicy != core.RestartPolicyNever {
				t.Errorf("got %s, want Never: a policy on exit codes needs it", spec.Template.Spec.RestartPolicy)
			}
			actions := map[int32]batch.PodFailurePolicyAction{}
			for _, rule := range spec.PodFailurePolicy.Rules {
				if codes := rule.OnExitCodes; codes != nil {
					if codes.ContainerName == nil || *codes.ContainerName != spec.Template.Spec.Containers[0].Name {
						t.Errorf("got a rule for container %v, want the one there is", codes.ContainerName)
					}
					for _, code := range codes.Values {
						actions[code] = rule.Action
					}
				}
			}
			if actions[2] != batch.PodFailurePolicyActionFailJob {
				t.Errorf("exit code 2 (wrong configuration): got %q, want FailJob", actions[2])
			}
			if actions[1] != "" || actions[4] != "" {
				t.Errorf("exit codes 1 and 4 (failed): got %q and %q, want a new try", actions[1], actions[4])
			}
			if actions[3] == "" {
				t.Error("exit code 3 (records that are not in): got a new try at once, want the next tick")
			}
		})
	}
	if backfill.Completions == nil || backfill.Template.Spec.Containers[0].Args[4] != "4" || *backfill.Completions != 4 {
		t.Errorf("got %v completions of %q, want as many as shards", backfill.Completions, backfill.Template.Spec.Containers[0].Args)
	}
	if deadline := cron.ActiveDeadlineSeconds; deadline == nil || *deadline <= 50*60 {
		t.Errorf("got a deadline of %v s, want more than the run's own --timeout", deadline)
	}
}

func TestWorkloadIdentityIsAComponentForAllOverlays(t *testing.T) {
	t.Parallel()
	for overlay := range overlays {
		t.Run(overlay, func(t *testing.T) {
			t.Parallel()
			mine := ownOverlay(t, overlay, "components: [../workload-identity]\n", nil)
			r := render(t, mine)
			account := r["ServiceAccount"][0].(*core.ServiceAccount)
			if account.Annotations["azure.workload.identity/client-id"] == "" {
				t.Errorf("got annotations %v, want the identity's", account.Annotations)
			}
			if got := r.pods(t).Labels["azure.workload.identity/use"]; got != "true" {
				t.Errorf("got label %q on the pods, want true", got)
			}
		})
	}
}

// ownOverlay is an overlay as users have it: over one of ours, with files of their own.
func ownOverlay(t *testing.T, over, more string, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS("kubernetes")); err != nil {
		t.Fatal(err)
	}
	mine := filepath.Join(folder, "mine")
	if err := os.Mkdir(mine, 0o700); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	text.WriteString("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../" + over + "]\n" + more)
	if len(files) > 0 {
		text.WriteString("configMapGenerator:\n  - name: callrecords-exporter\n    behavior: replace\n    files:\n")
		for name, content := range files {
			text.WriteString("      - " + name + "\n")
			if err := os.WriteFile(filepath.Join(mine, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.WriteFile(filepath.Join(mine, "kustomization.yaml"), []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return mine
}

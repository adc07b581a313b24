// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.audit.AuditEvent;
import io.kguard.engine.Session;
import io.kguard.internal.image.ImageCache;
import io.kguard.internal.pluginhost.PluginLimits;
import io.kguard.internal.sandbox.Limits;
import io.kguard.internal.yaml.YamlFormat;
import io.kguard.scenario.Step;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The reference has the limits that the code has. */
class LimitsReferenceTest {
    private static final Limits LIMITS = Limits.DEFAULT;

    @Test
    void everyLimitIsThatOfTheCode() throws ReflectiveOperationException {
        YamlFormat scenario = (YamlFormat) value("scenario.ScenarioReader.FORMAT");
        YamlFormat script = (YamlFormat) value("capture.EventScript.FORMAT");
        YamlFormat table = (YamlFormat) value("internal.source.TableReader.FORMAT");
        Map<String, String> code = new TreeMap<>();
        code.put("memory of a container", bytes(LIMITS.memoryBytes()));
        code.put("processes and threads of a container", String.valueOf(LIMITS.processes()));
        code.put("written files of a container", bytes(LIMITS.diskBytes()));
        code.put(
                "what the sockets of a container hold",
                bytes(number("internal.sandbox.runtime.PodWatch.MAX_SOCKET_BYTES"))
                        + ", and as much in sockets whose memory the kernel charges to nobody (netlink, packets, raw)");
        code.put("sockets of a pod", String.valueOf(number("internal.sandbox.runtime.PodWatch.MAX_SOCKETS")));
        code.put("cgroups that a pod makes", plain("internal.sandbox.runtime.PodWatch.MAX_CGROUPS"));
        code.put("terminals of a container", plain("internal.sandbox.runtime.OciSpec.MAX_TERMINALS"));
        code.put(
                "memory limits of all pods of a simulation together",
                bytes(number("internal.sandbox.PodSetup$Budget.MAX_MEMORY")));
        code.put(
                "processes and threads that all pods of a simulation may have",
                String.valueOf(number("internal.sandbox.PodSetup$Budget.MAX_PROCESSES")));
        code.put(
                "all steps of a simulation together",
                ((Duration) value("simulation.StepsClock.LIMIT")).toMinutes() + " min");
        code.put("a run", "`kguard.parallel` simulations at a time, each within its limits");
        code.put(
                "memory of the machine that a run leaves to others",
                bytes(number("internal.sandbox.runtime.PodWatch.FREE_BYTES")));
        code.put("output of a command, and the log of a container", bytes(LIMITS.outputBytes()));
        code.put("start of a pod's containers", LIMITS.startTimeout().toSeconds() + " s");
        code.put("a step that states no `timeout`", Step.TIMEOUT.toSeconds() + " s");
        code.put("`timeout` of a step", ((Duration) value("scenario.StepEnd.LONGEST")).toMinutes() + " min");
        code.put("delay and timeout of a probe, sleep of a hook", plain("workload.HookRules.MAX_WAIT_SECONDS") + " s");
        code.put("end of a pod that is deleted", plain("internal.sandbox.runtime.PodPlan.MAX_GRACE_SECONDS") + " s");
        code.put(
                "scenario file",
                bytes(scenario.bytes()) + ", " + scenario.depth() + " levels, " + scenario.aliases() + " aliases");
        code.put("tests of a suite file", plain("internal.suite.TestTemplate.MAX_TESTS"));
        code.put("pods of a scenario", plain("scenario.ScenarioReader.MAX_PODS"));
        code.put("steps of a scenario", plain("scenario.StepReader.MAX_STEPS"));
        code.put("effects of a scenario", plain("scenario.EffectReader.MAX_EFFECTS"));
        code.put("objects of a cluster", plain("scenario.ScenarioReader.MAX_OBJECTS"));
        code.put(
                "objects that an API server keeps",
                plain("internal.cluster.ClusterBounds.MAX_OBJECTS") + ", "
                        + bytes(number("internal.cluster.ClusterBounds.MAX_OBJECT_BYTES")));
        code.put("requests to an API server", plain("internal.cluster.ClusterBounds.MAX_REQUESTS"));
        code.put("connections to an API server", plain("internal.cluster.ClusterBounds.MAX_CONNECTIONS"));
        code.put(
                "watches, followed logs and commands of nodes at once, of an API server",
                plain("internal.cluster.ClusterBounds.MAX_WATCHES"));
        code.put(
                "bodies under way at an API server", bytes(number("internal.cluster.ClusterBounds.MAX_TRANSIT_BYTES")));
        code.put(
                "certificate signing request, in Base64",
                bytes(number("internal.cluster.CertificateRequest.MAX_LENGTH")));
        code.put("audit events of a simulation", bytes(number("internal.cluster.ClusterBounds.MAX_AUDIT_BYTES")));
        code.put("containers of a pod", plain("workload.PodRules.MAX_CONTAINERS"));
        code.put("volumes of a pod", plain("workload.VolumeRules.MAX_VOLUMES"));
        code.put("memory that a container may ask for", bytes(number("workload.ContainerRules.MAX_MEMORY")));
        code.put("processors that a container may ask for", plain("workload.ContainerRules.MAX_CPU"));
        code.put("an `emptyDir`", bytes(number("workload.VolumeRules.MAX_SIZE")));
        code.put("a string of a manifest", bytes(number("workload.TextRules.MAX_TEXT")));
        code.put(
                "files that a kubectl step names",
                plain("internal.cluster.FileArchive.MAX_FILES") + " files, "
                        + bytes(number("internal.cluster.FileArchive.MAX_BYTES")));
        code.put("file that an effect looks at", "the first " + bytes(number("simulation.FileEffect.MAX_BYTES")));
        code.put(
                "event script",
                bytes(script.bytes()) + ", " + script.depth() + " levels, "
                        + (script.aliases() == 0 ? "no" : script.aliases()) + " aliases");
        code.put(
                "table of a source",
                bytes(table.bytes()) + ", " + table.depth() + " levels, "
                        + (table.aliases() == 0 ? "no" : table.aliases()) + " aliases");
        code.put(
                "files of an atomic",
                plain("internal.atomic.AtomicFolder.MOST_FILES") + ", of "
                        + bytes(number("internal.atomic.AtomicFolder.MOST_BYTES")) + " each");
        code.put("rules of an audit policy", plain("internal.cluster.AuditPolicyFile.MAX_RULES"));
        code.put("fields of a table of a source", plain("internal.source.TableReader.MAX_FIELDS"));
        code.put("files that a pattern stands for", plain("internal.option.FilePattern.MAX_FILES"));
        code.put("rule file", bytes(number("rule.RuleSources.MAX_SIZE")));
        code.put("rule files within files", number("rule.RuleSources.MAX_NESTING") + " levels");
        code.put("falco.yaml", bytes(((YamlFormat) value("output.FalcoConfigReader.FORMAT")).bytes()));
        code.put("line of a log", bytes(number("internal.file.LogLines.LONGEST")));
        code.put("log that is one document", bytes(number("internal.file.LogLines.LONGEST_DOCUMENT")));
        code.put("event of a log", bytes(AuditEvent.LARGEST));
        code.put("events that stand in a scenario", plain("scenario.RecordingReader.MOST_EVENTS"));
        code.put("answer of a plugin", PluginLimits.DEFAULT.answer().toSeconds() + " s");
        code.put("silence of a plugin's source", PluginLimits.DEFAULT.silence().toSeconds() + " s");
        code.put(
                "events of a plugin's source",
                PluginLimits.DEFAULT.events() + ", " + bytes(PluginLimits.DEFAULT.bytes()));
        ImageCache.Bounds cache = ImageCache.Bounds.DEFAULT;
        code.put("cache of images", bytes(cache.bytes()) + ", " + cache.entries() + " images");
        code.put(
                "packed image",
                bytes(cache.bytes()) + ", " + plain("internal.image.PackedImages.MAX_FILES") + " files and folders, "
                        + ((Duration) value("internal.image.PackedImages.MOST_TIME")).toMinutes()
                        + " min to read it");
        code.put("output of all reactions of a simulation together", bytes(number("reactor.Reactor.MAX_PRINTED")));
        code.put(
                "items that `kguard:upgrade` loads the rules without",
                plain("internal.tool.upgrade.ChangesWithoutEffect.MAX_TRIED"));
        code.put(
                "alerts that `kguard:upgrade` compares on a recording",
                plain("internal.difference.PlayedRecording.MAX_ALERTS"));
        code.put("alerts kept of one simulation", String.valueOf(Session.MAX_ALERTS));

        Map<String, String> documented = new TreeMap<>();
        ReferencePage.read("limits.md").rows("Limits").forEach(row -> documented.put(row.get(0), row.get(1)));
        assertThat(documented).isEqualTo(code);
    }

    private static String bytes(long value) {
        String[] units = {"bytes", "KiB", "MiB", "GiB"};
        int unit = 0;
        long rest = value;
        while (unit < units.length - 1 && rest % 1024 == 0) {
            rest /= 1024;
            unit++;
        }
        return rest + " " + units[unit];
    }

    private static String plain(String constant) throws ReflectiveOperationException {
        return String.valueOf(number(constant));
    }

    private static long number(String constant) throws ReflectiveOperationException {
        return ((Number) value(constant)).longValue();
    }

    private static Object value(String constant) throws ReflectiveOperationException {
        int dot = constant.lastIndexOf('.');
        Field field =
                Class.forName("io.kguard." + constant.substring(0, dot)).getDeclaredField(constant.substring(dot + 1));
        field.setAccessible(true);
        return field.get(null);
    }
}

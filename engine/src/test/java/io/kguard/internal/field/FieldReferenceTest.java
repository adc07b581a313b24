// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.internal.machine.Machine;
import io.kguard.reference.Evaluated;
import io.kguard.reference.Reference;
import io.kguard.reference.RequiresReference;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of the catalogue has the same value as in Falco's library, for every event. */
@RequiresShared
@RequiresReference
class FieldReferenceTest {
    private static final int EXAMPLES = 3;

    /** Here Falco forgets the descriptor of getsockopt, but not in the descriptor fields. */
    private static final Set<String> KNOWN_TO_DIFFER =
            Set.of("evt.count.error.net of getsockopt", "evt.count.error.other of getsockopt");

    /** Arguments for fields that take one, in addition to none. */
    private static final Map<String, List<String>> ARGUMENTS = Map.ofEntries(
            Map.entry("evt.type.is", List.of(".openat", ".close")),
            Map.entry(
                    "evt.arg",
                    List.of(
                            ".flags",
                            ".fd",
                            ".res",
                            ".name",
                            ".data",
                            ".path",
                            ".tuple",
                            ".cgroups",
                            ".uid",
                            "[0]",
                            "[2]")),
            Map.entry(
                    "evt.rawarg", List.of(".flags", ".fd", ".res", ".name", ".path", ".addr", ".ino", ".dev", ".uid")),
            Map.entry("evt.abspath", List.of("", ".src", ".dst")),
            Map.entry("proc.aname", List.of("", "[0]", "[1]", "[5]")),
            Map.entry("proc.aexe", List.of("", "[1]", "[3]")),
            Map.entry("proc.aexepath", List.of("", "[1]", "[3]")),
            Map.entry("proc.acmdline", List.of("", "[1]", "[3]")),
            Map.entry("proc.apid", List.of("", "[1]", "[3]")),
            Map.entry("proc.env", List.of("", "[HOME]", "[NOTTHERE]")),
            Map.entry("proc.aenv", List.of("", "[HOME]", "[1]")),
            Map.entry("thread.cgroup", List.of(".memory", ".cpu", ".blkio")),
            Map.entry("container.mount", List.of("[0]", "[*]", "[/etc*]")),
            Map.entry("container.mount.source", List.of("[0]", "[*]", "[/host*]")),
            Map.entry("container.mount.dest", List.of("[0]", "[*]", "[/etc*]")),
            Map.entry("container.mount.mode", List.of("[0]", "[*]")),
            Map.entry("container.mount.rdwr", List.of("[0]", "[*]")),
            Map.entry("container.mount.propagation", List.of("[0]", "[*]")),
            Map.entry("fd.types", List.of("[0]", "[1]")),
            Map.entry("k8s.pod.label", List.of(".app", "[io.kubernetes.pod.name]")));

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (FieldDefinition definition : FieldCatalogue.of(FalcoVersion.V0_40).definitions()) {
            List<String> arguments = ARGUMENTS.getOrDefault(
                    definition.name(), List.of(definition.argument().required() ? ".x" : ""));
            if (definition.implemented()
                    && !definition.has(FieldFlag.FILTER_ONLY)
                    && !definition.has(FieldFlag.DEPRECATED)) {
                arguments.forEach(argument -> names.add(definition.name() + argument));
            }
        }
        return names;
    }

    static List<String> captures() {
        return Share.of(List.of("net_tools", "k8s_mount_etc", "inbound", "uffd_priv"));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyFieldIsAsInFalco(String name) throws IOException, InterruptedException {
        Path capture = Shared.path("conformance/captures/" + name + ".scap");
        List<String> names = names();
        Evaluated result = Reference.run(
                capture, List.of(), names.stream().map(n -> "%" + n).toList());
        assertThat(result.failure()).isEmpty();
        Map<Long, Evaluated.Row> rows = new HashMap<>();
        for (Evaluated.Row row : result.rows()) {
            rows.put(row.number(), row);
        }
        assertThat(rows).isNotEmpty();
        assertThat(differences(capture, names, rows)).isEmpty();
    }

    private static String differences(Path capture, List<String> names, Map<Long, Evaluated.Row> rows)
            throws IOException {
        FieldCatalogue catalogue = FieldCatalogue.of(FalcoVersion.V0_40);
        List<Field> fields = names.stream().map(catalogue::resolve).toList();
        Machine machine = new Machine(FalcoVersion.V0_40);
        Event event = new Event(FalcoVersion.V0_40);
        EventContext context = new EventContext(event, machine);
        Map<String, List<String>> differences = new TreeMap<>();
        Map<String, Integer> counts = new HashMap<>();
        try (ScapReader reader = ScapReader.open(capture, FalcoVersion.V0_40, machine)) {
            while (reader.next(event)) {
                Evaluated.Row row = machine.apply(event) ? rows.get(event.number()) : null;
                context.writing(true); // as in one output with all of them
                for (int i = 0; row != null && i < fields.size(); i++) {
                    Field field = fields.get(i);
                    String expected = row.texts().get(i);
                    String actual = text(field, context);
                    if (!ExpectedFields.equal(field, expected, actual)
                            && !ExpectedFields.isLeftover(field, event)
                            && !KNOWN_TO_DIFFER.contains(
                                    field.name() + " of " + event.type().name())
                            && event.tid() != -1) {
                        counts.merge(field.name(), 1, Integer::sum);
                        List<String> examples = differences.computeIfAbsent(field.name(), key -> new ArrayList<>());
                        if (examples.size() < EXAMPLES) {
                            examples.add("\n    " + event + ": expected " + ExpectedFields.from(expected, actual)
                                    + " but was " + ExpectedFields.from(actual, expected));
                        }
                    }
                }
                context.writing(false);
                machine.finish(event);
            }
        }
        StringBuilder report = new StringBuilder();
        differences.forEach((name, examples) -> report.append(name)
                .append(": ")
                .append(counts.get(name))
                .append(String.join("", examples))
                .append('\n'));
        return report.toString();
    }

    private static @Nullable String text(Field field, EventContext context) {
        StringBuilder text = new StringBuilder();
        return FieldText.appendField(text, field, context) ? text.toString() : null;
    }
}

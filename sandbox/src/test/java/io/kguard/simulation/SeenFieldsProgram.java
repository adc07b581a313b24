// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.engine.Alert;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.verdict.Detections;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Plays scenarios, and writes each value that a field has at one of their events. */
final class SeenFieldsProgram {
    private static final int ANCESTORS = 12;

    private static final List<String> OF_ANCESTORS =
            List.of("proc.aname", "proc.aexe", "proc.aexepath", "proc.acmdline", "proc.apid");

    private static final List<String> CONTROLLERS = List.of("cpu", "cpuset", "memory");

    private SeenFieldsProgram() {}

    /** Arguments: the file to write, then scenario files. */
    public static void main(String[] args) throws Exception {
        Path rules = Files.createTempFile("every-event", ".yaml");
        Map<String, Set<String>> seen = new TreeMap<>();
        try (Simulator simulator = Simulator.open(SimulatorOptions.configured())) {
            Files.writeString(rules, rules());
            RuleSet set = RuleSet.compile(
                    RuleLoader.of(FalcoVersion.CURRENT).load(rules),
                    EngineOptions.of(FalcoVersion.CURRENT).withMatching(Matching.ALL));
            List<Path> files = Stream.of(args).skip(1).map(Path::of).toList();
            for (Scenario scenario : ScenarioCatalogue.ofFiles(files).scenarios()) {
                if (scenario.requirement() != null || scenario.kind() != Scenario.Kind.CHECKED) {
                    continue; // no machine plays it; everyday work has too many events
                }
                Detections detections = simulator.run(scenario, set);
                if (!detections.doubts().isEmpty()) {
                    throw new IllegalStateException(scenario.id() + ": " + detections.doubts());
                }
                add(detections, scenario.id(), seen);
            }
        } finally {
            Files.delete(rules);
        }
        List<String> lines = new ArrayList<>();
        seen.forEach((field, values) -> values.forEach(value -> lines.add(field + "\t" + value)));
        Files.write(Path.of(args[0]), lines, UTF_8);
    }

    private static void add(Detections detections, String scenario, Map<String, Set<String>> seen) {
        for (Alert alert : detections.alerts()) {
            alert.fields()
                    .forEach((field, value) -> seen.computeIfAbsent(scenario + " " + field, name -> new TreeSet<>())
                            .add(String.valueOf(value)
                                    .replace("\n", "\\n")
                                    .replace("\r", "\\r")
                                    .replace("\t", "\\t")));
        }
    }

    private static String rules() {
        Stream<String> plain = FieldCatalogue.of(FalcoVersion.CURRENT).definitions().stream()
                .filter(FieldDefinition::implemented)
                .filter(field -> field.hasValueIn(FalcoVersion.CURRENT) && !field.has(FieldFlag.FILTER_ONLY))
                .filter(field -> !field.argument().required() && !field.has(FieldFlag.OF_K8SMETA))
                .map(FieldDefinition::name);
        Stream<String> above = OF_ANCESTORS.stream()
                .flatMap(name -> IntStream.range(1, ANCESTORS).mapToObj(i -> name + "[" + i + "]"));
        Stream<String> cgroups = CONTROLLERS.stream().map(controller -> "thread.cgroup." + controller);
        return "- rule: Every event\n  desc: Tells all\n  condition: evt.num > 0\n  priority: INFO\n  output: >\n    "
                + Stream.of(plain, above, cgroups)
                        .flatMap(fields -> fields)
                        .map(field -> "%" + field)
                        .collect(Collectors.joining("\n    "))
                + "\n";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.event.FalcoVersion;
import io.kguard.event.JsonValue;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rule files of public repositories, as their authors wrote them. */
@RequiresShared
class RealWorldFilesTest {
    private static final Path FOLDER = Shared.path("conformance/real-world");
    private static final List<Path> BASE = Stream.of(
                    "falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml")
            .map(file -> Shared.path("conformance/falco-rules/0.40").resolve(file))
            .toList();
    private static final Path WRAPPED = Path.of("src/test/resources/io/kguard/rule/wrapped-files.tsv");

    /** Falco's verdict, alone and after its own rules. */
    @TestFactory
    Stream<DynamicTest> eachLoadsAsInFalco040() throws IOException {
        List<String> rows = Files.readAllLines(FOLDER.resolve("expected.jsonl"));
        assertThat(rows).hasSize(32);
        return Share.orAll(rows).stream()
                .map(row -> JsonValue.parse(row).tree())
                .flatMap(row -> {
                    Map<?, ?> map = (Map<?, ?>) row;
                    Path file = FOLDER.resolve("rules/" + map.get("file"));
                    return Stream.of(
                            DynamicTest.dynamicTest(
                                    map.get("file") + " alone", () -> compare(map.get("alone"), List.of(), file)),
                            DynamicTest.dynamicTest(
                                    map.get("file") + " after Falco's",
                                    () -> compare(map.get("afterBase"), BASE, file)));
                });
    }

    private static void compare(Object expected, List<Path> before, Path file) {
        Map<?, ?> falco = (Map<?, ?>) expected;
        LoadResult result = load(FalcoVersion.V0_40, before, file);
        assertThat(result.isSuccessful()).as("%s", result.errors()).isEqualTo(falco.get("successful"));
        List<?> errors = (List<?>) falco.get("errors");
        assertThat(codes(result.errors()).stream().limit(1).toList())
                .isEqualTo(errors.stream().limit(1).toList());
        if (result.isSuccessful()) {
            List<String> warnings = result.warnings().stream()
                    .map(warning -> warning.code().name())
                    .filter(code -> code.startsWith("LOAD_"))
                    .sorted()
                    .toList();
            assertThat(warnings).isEqualTo(falco.get("warnings"));
        }
    }

    /** What is made of files that hold rule files. */
    @Test
    void wrappedFilesAreReadOrToldWhatToDo() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(FOLDER.resolve("helm"))) {
            files = all.sorted().toList();
        }
        assertThat(files).hasSize(22);
        List<String> actual = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            LoadResult result = load(FalcoVersion.V0_40, BASE, file);
            long rules = result.rules().stream()
                    .filter(rule -> rule.position().file().equals(file.toString()))
                    .count();
            String errors = result.errors().stream()
                    .map(error -> error.position().line() + ": " + error.message()
                            + (error.hint() == null ? "" : " (" + error.hint() + ")"))
                    .collect(Collectors.joining("; "));
            actual.add(name + "\t" + rules + "\t" + errors);
        }
        if (System.getProperty("golden.accept") != null) {
            Files.write(
                    WRAPPED,
                    Stream.concat(Stream.of("# file\trules of 0.40\terrors"), actual.stream())
                            .toList());
        }
        assertThat(actual)
                .isEqualTo(Files.readAllLines(WRAPPED).stream().skip(1).toList());
    }

    private static LoadResult load(FalcoVersion version, List<Path> before, Path file) {
        List<Path> files = new ArrayList<>(before);
        files.add(file);
        return RuleLoader.of(version).load(files);
    }

    private static List<String> codes(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(diagnostic -> diagnostic.code().name()).toList();
    }
}

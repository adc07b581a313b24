// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Small files with one peculiarity each: kguard's messages equal Falco's, except those in deviations.tsv. */
@RequiresShared
class BrokenRuleFilesTest {
    private static final Path FOLDER = Shared.path("conformance/falco-rules/broken");

    @TestFactory
    Stream<DynamicTest> kguardSaysWhatFalcoSays() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(FOLDER)) {
            files = all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSize(85);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
    }

    @TestFactory
    Stream<DynamicTest> everyDeviationIsOfAFileThatExists() {
        return deviations().stream()
                .map(line -> line.split("\t", -1)[0])
                .distinct()
                .map(name -> DynamicTest.dynamicTest(
                        name, () -> assertThat(FOLDER.resolve(name + ".yaml")).exists()));
    }

    private static void compare(Path file) throws IOException {
        String name = file.getFileName().toString().replace(".yaml", "");
        FalcoVerdict falco = FalcoVerdict.read(file.resolveSibling(name + ".expected.json"));
        LoadResult result = RuleLoader.of(FalcoVersion.V0_40).load(file);
        List<FalcoVerdict.Entry> errors =
                result.errors().stream().map(FalcoVerdict::of).toList();
        List<FalcoVerdict.Entry> warnings = result.warnings().stream()
                .filter(warning -> warning.code().name().startsWith("LOAD_"))
                .map(FalcoVerdict::of)
                .toList();

        assertThat(result.isSuccessful()).as("successful").isEqualTo(falco.successful());
        List<String> differences = new ArrayList<>();
        if (!falco.errors().isEmpty()) {
            differences.addAll(differences("error", falco.errors().get(0), errors.get(0)));
        }
        assertThat(warnings).as("warnings").hasSameSizeAs(falco.warnings());
        for (int i = 0; i < warnings.size(); i++) {
            differences.addAll(differences("warning", falco.warnings().get(i), warnings.get(i)));
        }
        boolean schema = result.diagnostics().stream().anyMatch(d -> d.code() == DiagnosticCode.LINT_SCHEMA);
        if (falco.successful() && schema != falco.schemaWarnings()) {
            differences.add("schema warning: " + falco.schemaWarnings() + " is " + schema);
        }
        Set<String> aspects = new TreeSet<>();
        differences.forEach(difference -> aspects.add(difference.substring(0, difference.indexOf(':'))));
        Set<String> known = new TreeSet<>();
        deviations().stream()
                .map(line -> line.split("\t", -1))
                .filter(line -> line[0].equals(name))
                .forEach(line -> known.add(line[1]));
        assertThat(aspects).as("%s", String.join("\n", differences)).isEqualTo(known);
    }

    private static Set<String> differences(String what, FalcoVerdict.Entry falco, FalcoVerdict.Entry ours) {
        Set<String> differences = new LinkedHashSet<>();
        if (!falco.code().equals(ours.code())) {
            differences.add(what + " code: " + falco.code() + " is " + ours.code());
        }
        String message = falco.message().replaceFirst("^yaml-cpp: error at line \\d+, column \\d+: ", "");
        if (!message.equals(ours.message())) {
            differences.add(what + " message: '" + message + "' is '" + ours.message() + "'");
        }
        if (!ours.locations().containsAll(falco.locations())) {
            differences.add(what + " locations: " + falco.locations() + " are " + ours.locations());
        }
        return differences;
    }

    private static List<String> deviations() {
        try (InputStream in = BrokenRuleFilesTest.class.getResourceAsStream("deviations.tsv")) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.junit.RuleTest;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A property that no goal of the build reads is refused, and the list of known properties matches the code. */
@Tag("trust")
class KguardPropertiesTest {
    private static final Pattern NAME = Pattern.compile("\"(kguard\\.[A-Za-z]\\w*)\"");
    /** Properties that kguard sets for its own JVMs. */
    private static final Set<String> INTERNAL = Set.of("kguard.ruleTestLog");

    @Test
    void theListIsThatOfTheSystemPropertiesThatSimulationsRead() throws IOException {
        Set<String> found = new TreeSet<>();
        for (String module :
                List.of("engine", "ebpf-harness", "plugin-host", "check", "sandbox", "framework", "gate", "tools")) {
            for (Path source : sources(module)) {
                if (!source.endsWith("KguardProperties.java")) {
                    found.addAll(names(Files.readString(source)));
                }
            }
        }
        found.removeAll(INTERNAL);
        found.removeAll(Set.of("kguard.bpf", "kguard.yaml")); // the start of a file name, and one

        assertThat(KguardProperties.ofSimulations()).isEqualTo(found);
    }

    /** The others are for rule tests alone. */
    @Test
    void eachOptionOfSimulationsReachesThem() {
        Set<String> asked = new TreeSet<>(Set.of(RuleTest.LIVE));
        SimulatorOptions.of(property -> {
            asked.add(property);
            return "";
        });

        assertThat(asked).isEqualTo(KguardProperties.ofSimulations());
    }

    @Test
    void whatIsMisspeltIsRefusedWithTheNearestName() {
        assertThat(complaint("verify", "kguard.scenario"))
                .isEqualTo(
                        "The property kguard.scenario belongs to kguard:record and kguard:scenarios; did you mean kguard.scenarios?");
        assertThat(complaint("verify", "kguard.rule"))
                .isEqualTo(
                        "The property kguard.rule belongs to kguard:derive and kguard:new-test and kguard:scenarios; did you mean kguard.rules?");
        assertThat(complaint("verify", "kguard.senarios"))
                .isEqualTo("There is no property kguard.senarios; did you mean kguard.scenarios?");
        assertThat(complaint("lint", "kguard.strikt"))
                .isEqualTo("There is no property kguard.strikt; did you mean kguard.strict?");
        assertThat(complaint("verify", "kguard.strikt"))
                .isEqualTo("There is no property kguard.strikt; kguard:lint has kguard.strict.");
        assertThat(complaint("verify", "kgaurd.rules"))
                .isEqualTo("There is no property kgaurd.rules; did you mean kguard.rules?");
        assertThat(complaint("lint", "kguard.Rules"))
                .isEqualTo("There is no property kguard.Rules; did you mean kguard.rules?");
        assertThat(complaint("lint", "kguard.quidditch"))
                .isEqualTo(
                        "There is no property kguard.quidditch. This build knows kguard.allow, kguard.base, kguard.falco, kguard.live, kguard.onlyFiles, kguard.privileged,"
                                + " kguard.reactions, kguard.ringBytes, kguard.rules, kguard.runc, kguard.runtime, kguard.sarif,"
                                + " kguard.settings, kguard.skip, kguard.sources, kguard.strict.");
        assertThat(complaint("verify", "kguard.ruleTestLog")).startsWith("There is no property kguard.ruleTestLog");
    }

    @Test
    void whatIsKnownOrNotMeantForKguardIsNot() {
        assertThat(KguardProperties.complaints(
                        List.of("verify", "lint"),
                        List.of("kguard.strict", "kguard.scenarios", "kguard.runtime", "skipTests", "maven.test.skip")))
                .isEmpty();
        // a pom may have its own properties with the same prefix
        assertThat(KguardProperties.misspelt(List.of("verify"), List.of("kguard.version", "kguard.senarios", "x")))
                .containsExactly("kguard.senarios");
    }

    @Test
    void aParameterOfThePluginThatNoGoalHasIsRefused() {
        assertThat(KguardProperties.ofPlugin(List.of("scenarios", "strict", "senarios")))
                .containsExactly("The configuration of the plugin has the parameter senarios, but no goal has it;"
                        + " did you mean scenarios?");
        assertThat(KguardProperties.ofPlugin(List.of("quidditch")))
                .singleElement()
                .asString()
                .startsWith(
                        "The configuration of the plugin has the parameter quidditch, but no goal has it. There are against, alert, alerts,");
    }

    private static String complaint(String goal, String name) {
        List<String> complaints = KguardProperties.complaints(List.of(goal), List.of(name));
        assertThat(complaints).hasSize(1);
        return complaints.get(0);
    }

    private static Set<String> names(String source) {
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(source);
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }

    private static List<Path> sources(String module) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).isNotEmpty();
            return sources;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.ruletest.RuleTestRun;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of source, by its annotation and by the member that was before it: what runs a test and what counts it agree. */
class SourceKindTest {
    @TempDir
    Path folder;

    @Test
    void theAnnotationAndTheOldMemberSayTheSame() throws IOException {
        Map<SourceKind, String> sources = sources(Annotated.class);
        assertThat(sources).containsOnlyKeys(SourceKind.values()).isEqualTo(sources(Old.class));
        assertThat(counted(Annotated.class)).containsExactlyInAnyOrderElementsOf(sources.values());
        assertThat(counted(Old.class)).containsExactlyInAnyOrderElementsOf(sources.values());
    }

    private static Map<SourceKind, String> sources(Class<?> type) {
        Map<SourceKind, String> sources = new TreeMap<>();
        for (Method method : type.getDeclaredMethods()) {
            RuleTestAnnotation.Source source = RuleTestAnnotation.of(method).source();
            sources.put(source.kind(), source.name());
        }
        return sources;
    }

    /** The sources of events that the class file has. */
    private List<String> counted(Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        Path copy = folder.resolve(type.getSimpleName()).resolve(name);
        Files.createDirectories(copy.getParent());
        Files.copy(Path.of("target/test-classes", name), copy);
        return new RuleTestRun(Path.of("java"), List.of(), folder.resolve(type.getSimpleName()), folder, Map.of(), 1)
                .declared(test -> true).stream().map(test -> test.source()).toList();
    }

    static class Annotated {
        @RuleTest(rule = "A rule")
        @ScenarioSource("attack")
        void scenario() {}

        @RuleTest(rule = "A rule")
        @CaptureSource("attack.scap")
        void capture() {}

        @RuleTest(rule = "A rule")
        @AuditLogSource("audit.log")
        void audit() {}

        @RuleTest(rule = "A rule")
        @LogSource("cloudtrail.json")
        void log() {}

        @RuleTest(rule = "A rule")
        @EventScriptSource("shell.yaml")
        void events() {}

        @RuleTestMatrix(
                test = @RuleTest(rule = "A rule"),
                values = {})
        @EventMethodSource("shell")
        void written() {}
    }

    @SuppressWarnings("deprecation") // that is what is tested
    static class Old {
        @RuleTest(rule = "A rule", scenario = "attack")
        void scenario() {}

        @RuleTest(rule = "A rule", capture = "attack.scap")
        void capture() {}

        @RuleTest(rule = "A rule", audit = "audit.log")
        void audit() {}

        @RuleTest(rule = "A rule", log = "cloudtrail.json")
        void log() {}

        @RuleTest(rule = "A rule", events = "shell.yaml")
        void events() {}

        @RuleTestMatrix(
                test = @RuleTest(rule = "A rule", written = "shell"),
                values = {})
        void written() {}
    }
}

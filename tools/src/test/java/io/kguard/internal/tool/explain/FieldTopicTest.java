// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.event.ParamType;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.internal.source.EventSources;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FieldTopicTest {
    private static final EventSources SOURCES = EventSources.BUILT_IN;

    @TempDir
    private Path folder;

    @Test
    void eachFieldHasItsPhraseAndNoOtherHasOne() {
        Set<String> known = new TreeSet<>(new KnownFields(SOURCES, FalcoVersion.CURRENT).names());

        assertThat(known).hasSizeGreaterThan(600);
        assertThat(new TreeSet<>(FieldPhrase.fields())).isEqualTo(known);
    }

    @Test
    void aPhraseNamesTheArgumentThatItsFieldTakes() {
        for (FieldDefinition field : definitions(EventSource.SYSCALL, FalcoVersion.CURRENT)) {
            FieldPhrase phrase = phrase(field);
            assertThat(phrase.phrase().contains("{}"))
                    .as(field.name())
                    .isEqualTo(field.argument().required());
            assertThat(phrase.with().contains("{}"))
                    .as(field.name())
                    .isEqualTo(field.argument().allowed() && !field.argument().required());
            assertThat(phrase.argument().isEmpty())
                    .as(field.name())
                    .isNotEqualTo(field.argument().allowed());
        }
    }

    /** Each example is a value of the field's type: the condition and the output with it load, and the operators include its own. */
    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void theExampleOfEachFieldLoads(FalcoVersion version) throws IOException {
        StringBuilder rules = new StringBuilder();
        int count = 0;
        for (EventSource source : SOURCES.all()) {
            for (FieldDefinition field : definitions(source, version)) {
                if (!field.implemented()) {
                    continue;
                }
                String text = text(field, source, version);
                assertThat(text.lines().filter(line -> !line.matches("(Condition|Output): .*"))) // to copy, and whole
                        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
                String condition = text.replaceAll("(?s).*Condition:  ([^\n]*).*", "$1");
                rules.append("- rule: r")
                        .append(++count)
                        .append("\n  desc: d\n  source: ")
                        .append(source)
                        .append("\n  condition: '")
                        .append(condition.replace("'", "''"))
                        .append("'\n  output: 'o ")
                        .append(text.contains("Output:     ") ? text.replaceAll("(?s).*Output:     ", "") : "")
                        .append("'\n  priority: INFO\n");
            }
        }
        assertThat(count).isGreaterThan(300);
        assertThat(RuleLoader.of(version)
                        .load(List.of(Files.writeString(folder.resolve("rules.yaml"), rules)))
                        .errors())
                .isEmpty();
    }

    /** A phrase of a field that is true or false is a sentence: what is so. */
    @Test
    void whatIsTrueOrFalseIsASentence() {
        for (FieldDefinition field : definitions(EventSource.SYSCALL, FalcoVersion.CURRENT)) {
            if (field.type() == ParamType.BOOL) {
                assertThat(phrase(field).phrase())
                        .as(field.name())
                        .matches(".* (is|are|leads|may|runs|reads|writes|opens"
                                + "|creates|changes|shares|failed|moves) .*|.* failed");
                assertThat(phrase(field).example()).as(field.name()).isEqualTo("true");
            }
        }
    }

    @Test
    void aFieldSaysWhatItIsAndWhatMayBeDoneWithIt() {
        assertThat(text("proc.name")).isEqualTo("""
                proc.name: the name of the process. The process is the one that made the call.
                Its value is a text.
                Operators: exists, =, !=, glob, iglob, contains, icontains, startswith,
                  endswith, regex, intersects, in, pmatch.
                Source: syscall. Falco: 0.40 and later.

                Condition:  proc.name = bash
                Output:     %proc.name""");
        assertThat(text("%proc.aname[2]"))
                .startsWith("proc.aname[2]: the name of the ancestor 2 generations up.\n")
                .contains("It may have an argument: proc.aname[2].", "Condition:  proc.aname[2] = sshd");
        assertThat(text("gcp.callerip")).startsWith("gcp.callerIP: the IP address that the request came from.");
        assertThat(text("evt.is_open_read"))
                .startsWith("evt.is_open_read: whether the call opens a file for reading.")
                .contains("Only these events have it: creat, open, open_by_handle_at, openat, openat2.");
        assertThat(text("fd.sport")).contains("Operators: exists, <=, <, >=, >, =, !=, in");
        assertThat(text("mesos.task.name")).contains("Falco: until 0.41.", "it never has a value");
        assertThat(text("proc.aargs")).contains("Falco: since 0.41.");
    }

    private static String text(String name) {
        return FieldTopic.of(
                new KnownFields(SOURCES, FalcoVersion.CURRENT).find(name).orElseThrow());
    }

    private static String text(FieldDefinition field, EventSource source, FalcoVersion version) {
        return FieldTopic.of(new KnownFields.Named(field, null, List.of(FieldCatalogue.of(SOURCES, source, version))));
    }

    private static FieldPhrase phrase(FieldDefinition field) {
        FieldPhrase phrase = FieldPhrase.of(field.name());
        assertThat(phrase).as(field.name()).isNotNull();
        return phrase;
    }

    private static List<FieldDefinition> definitions(EventSource source, FalcoVersion version) {
        return FieldCatalogue.of(SOURCES, source, version).definitions().stream()
                .filter(field -> field.versions().contains(version))
                .toList();
    }
}

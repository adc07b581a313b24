// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FlagTable;
import io.kguard.event.SystemCall;
import io.kguard.event.SystemCall.Argument;
import io.kguard.event.SystemCall.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The names in the table of system calls have numbers. */
class KernelNumbersTest {
    @Test
    void whatAPlayNeedNotSayHasANumber() {
        for (SystemCall call : SystemCall.all()) {
            for (Argument argument : Objects.requireNonNullElse(call.played(), List.<Argument>of())) {
                boolean isNamed = argument.kind() == Kind.FLAGS || argument.kind() == Kind.SIGNAL;
                if (isNamed && argument.otherwise() != null) {
                    assertThat(KernelNumbers.of(argument.names(), argument.otherwise()))
                            .as("%s of %s", argument.name(), call.name())
                            .isPresent();
                }
            }
        }
    }

    @Test
    void whatAStepNeedNotSayHasANumber() {
        for (SystemCall call : SystemCall.all()) {
            for (Argument argument : Objects.requireNonNullElse(call.steps(), List.<Argument>of())) {
                if (argument.otherwise() != null && argument.kind() != Kind.TEXT) {
                    assertThat(StepPlan.names(argument).parse(argument.otherwise()))
                            .as("%s of %s", argument.name(), call.name())
                            .isPresent();
                } else if (argument.kind() == Kind.FLAGS) {
                    assertThat(StepPlan.names(argument).names()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void flagsOfOpenFilesHaveTheNumbersOfTheMachine() {
        assertThat(NumberTables.read(true).get("OPEN_FLAGS"))
                .containsEntry("O_DIRECTORY", 0x4000L)
                .containsEntry("O_DIRECT", 0x10000L)
                .hasSameSizeAs(NumberTables.read(false).get("OPEN_FLAGS"));
        assertThat(NumberTables.read(false).get("OPEN_FLAGS"))
                .containsEntry("O_DIRECTORY", 0x10000L)
                .containsEntry("O_DIRECT", 0x4000L);
        assertThat(KernelNumbers.of("file_flags", "O_DIRECTORY"))
                .isEqualTo(NamedNumbers.OPEN_FLAGS.parse("O_DIRECTORY"));
    }

    /** A table that nobody asks for by its name, or a constant without a table, is a mistake in one of the two. */
    @Test
    void eachTableHasAnOwnerAndEachOwnerATable() {
        Set<String> owners = new TreeSet<>(List.of("file_flags", "clone_flags", "ptrace_requests"));
        for (NamedNumbers names : NamedNumbers.values()) {
            owners.add(names.name());
        }
        owners.remove(NamedNumbers.PLAIN.name());

        assertThat(NumberTables.OF_MACHINE.keySet()).containsExactlyInAnyOrderElementsOf(owners);
        assertThat(owners.stream().filter(name -> Character.isLowerCase(name.charAt(0))))
                .allSatisfy(name -> assertThat(FlagTable.of(name).entries()).isNotEmpty());
    }
}

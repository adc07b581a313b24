// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.suite.PlayedCall.Argument;
import io.kguard.internal.suite.PlayedCall.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Verbs are played by the calls that programs of the machine use. */
class PlayedCallTest {
    private static final List<String> ABSENT_ON_ARM64 =
            List.of("open", "creat", "unlink", "rmdir", "mkdir", "rename", "symlink", "link", "chmod", "dup2", "mknod");

    @Test
    void x86HasTheCallOfEachVerb() {
        assertThat(PlayedCall.ofVerbs(false)).isEmpty();
    }

    @Test
    void arm64HasTheLaterCallThatDoesTheSame() {
        Map<String, PlayedCall> calls = PlayedCall.ofVerbs(true);
        assertThat(calls).containsOnlyKeys("rename", "mkdir", "symlink", "chmod", "dup2", "mknod", "rmdir");
        calls.forEach((old, later) -> {
            assertThat(ABSENT_ON_ARM64).contains(old).doesNotContain(later.name());
            assertThat(names(later)).as("what scripts say of %s", old).containsAll(names(PlayedCall.ALL.get(old)));
        });
    }

    @Test
    void whatVerbsNeedNotSayHasAnUsualValue() {
        PlayedCall.ofVerbs(true).forEach((old, later) -> {
            List<String> said = names(PlayedCall.ALL.get(old));
            assertThat(later.arguments())
                    .filteredOn(argument -> argument.kind() != Kind.FIXED && !said.contains(argument.name()))
                    .extracting(Argument::otherwise)
                    .doesNotContainNull();
        });
    }

    @Test
    void flagsOfOpenFilesHaveTheNumbersOfTheMachine() {
        assertThat(NamedNumbers.ofMachine(true)).contains("O_DIRECTORY 0x4000", "O_DIRECT 0x10000");
        assertThat(NamedNumbers.ofMachine(false)).contains("O_DIRECTORY 0x10000", "O_DIRECT 0x4000");
        assertThat(KernelNumbers.of("file_flags", "O_DIRECTORY"))
                .isEqualTo(NamedNumbers.OPEN_FLAGS.parse("O_DIRECTORY"));
    }

    private static List<String> names(PlayedCall call) {
        return call.arguments().stream()
                .filter(argument -> argument.kind() != Kind.FIXED)
                .map(Argument::name)
                .toList();
    }
}

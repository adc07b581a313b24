// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.SystemCall.Argument;
import io.kguard.event.SystemCall.Kind;
import io.kguard.event.SystemCall.PathField;
import io.kguard.event.SystemCall.Value;
import io.kguard.event.SystemCall.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the table of system calls has what those who use it need. */
class SystemCallTest {
    /** What verbs are told in place of a socket. */
    private static final Set<String> OF_SOCKETS = Set.of("to", "from", "port", "protocol");

    /** Calls that aarch64 does not have. */
    private static final Set<String> ABSENT_ON_ARM64 =
            Set.of("open", "creat", "unlink", "rmdir", "mkdir", "rename", "symlink", "link", "chmod", "dup2", "mknod");

    static Stream<String> calls() {
        return SystemCall.all().stream().map(SystemCall::name);
    }

    private static SystemCall call(String name) {
        return Objects.requireNonNull(SystemCall.named(name));
    }

    private static List<Argument> said(SystemCall call) {
        return Objects.requireNonNullElse(call.played(), List.<Argument>of()).stream()
                .filter(argument -> argument.kind() != Kind.FIXED)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void itsEventsHaveItsArguments(String name) {
        assertThat(SystemCall.event(name, FalcoVersion.CURRENT)).isNotNull();
        for (Argument argument : said(call(name))) {
            Param parameter = SystemCall.parameter(name, argument.name());
            assertThat(parameter).as(argument.name()).isNotNull();
            assertThat(argument.kind() == Kind.FD).as(argument.name()).isEqualTo(parameter.type() == ParamType.FD);
            assertThat(argument.names().isEmpty())
                    .as(argument.name())
                    .isEqualTo(parameter.flags() == null
                            && argument.kind() != Kind.MODE
                            && argument.kind() != Kind.SIGNAL);
        }
        for (PathField field : PathField.values()) {
            String path = call(name).path(field);
            assertThat(path == null || SystemCall.parameter(name, path) != null)
                    .as(path)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void itsEventsHaveWhatItsVerbsSay(String name) {
        for (Verb verb : call(name).verbs()) {
            boolean mayLack = false;
            for (Value value : verb.values()) {
                if (!OF_SOCKETS.contains(value.parameter())) {
                    assertThat(SystemCall.parameter(name, value.parameter()))
                            .as(value.parameter())
                            .isNotNull();
                }
                assertThat(mayLack && value.usual() == null)
                        .as("%s must be said after what may be left out", value.word())
                        .isFalse();
                mayLack |= value.usual() != null;
            }
            verb.says()
                    .keySet()
                    .forEach(parameter -> assertThat(SystemCall.parameter(name, parameter))
                            .as(parameter)
                            .isNotNull());
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void otherCallsThatItNamesAreThere(String name) {
        SystemCall said = call(name).said();
        assertThat(said.verbs().isEmpty() && !said.equals(call(name)) && !name.startsWith("execve"))
                .as("no verb says %s", name)
                .isFalse();
        SystemCall later = call(name).later();
        if (ABSENT_ON_ARM64.contains(name)
                && !call(name).verbs().isEmpty()
                && !said(call(name)).isEmpty()) {
            assertThat(ABSENT_ON_ARM64).doesNotContain(later.name());
        }
        Map<String, Argument> old = new TreeMap<>();
        said(call(name)).forEach(argument -> old.put(argument.name(), argument));
        List<String> unsaid = new ArrayList<>(old.keySet());
        for (Argument argument : said(later)) {
            unsaid.remove(argument.name());
            assertThat(old.containsKey(argument.name()) || argument.otherwise() != null)
                    .as("%s has a value if a verb says only what %s has", argument.name(), name)
                    .isTrue();
        }
        assertThat(unsaid).as("what %s does not have", later.name()).isEmpty();
    }

    @Test
    void noVerbSaysTwoCalls() {
        long verbs =
                SystemCall.all().stream().mapToLong(call -> call.verbs().size()).sum();
        assertThat(SystemCall.allVerbs()).hasSize((int) verbs);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kguard.event.FalcoVersion;
import io.kguard.event.ParamType;
import io.kguard.internal.field.FieldException.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldCatalogueTest {
    private final FieldCatalogue catalogue = FieldCatalogue.of(FalcoVersion.V0_40);

    /** The longer this list, the more is left to do. */
    private static final List<String> NOT_COMPUTED =
            List.of("thread.exectime", "thread.totexectime", "thread.cpu", "thread.cpu.user", "thread.cpu.system");

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void everyFieldIsComputedButTheseFew(FalcoVersion version) {
        List<String> missing = FieldCatalogue.of(version).definitions().stream()
                .filter(definition -> !definition.implemented())
                .map(FieldDefinition::name)
                .toList();
        assertThat(missing).containsExactlyElementsOf(NOT_COMPUTED);
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void everyFieldResolvesWithAnArgumentItTakes(FalcoVersion version) {
        FieldCatalogue fields = FieldCatalogue.of(version);
        assertThat(fields.definitions()).hasSizeGreaterThan(250);
        for (FieldDefinition definition : fields.definitions()) {
            if (definition.implemented()) {
                Field field = fields.resolve(definition.name() + argument(definition));
                assertThat(field.definition().name()).isEqualTo(definition.name());
                if (!definition.argument().required()) {
                    assertThat(fields.resolve(definition.name()).argument()).isNull();
                }
            }
        }
    }

    private static String argument(FieldDefinition definition) {
        if (!definition.argument().required()) {
            return "";
        }
        return switch (definition.name()) {
            case "evt.arg", "evt.rawarg" -> ".res";
            case "evt.type.is" -> ".open";
            default -> definition.argument().key() || definition.argument().index() ? "[1]" : ".memory";
        };
    }

    @ParameterizedTest
    @CsvSource({
        "proc.name, proc.name, , CHARBUF",
        "proc.aname, proc.aname, , CHARBUF",
        "proc.aname[2], proc.aname, 2, CHARBUF",
        "evt.arg.flags, evt.arg, flags, CHARBUF",
        "evt.arg[0], evt.arg, 0, CHARBUF",
        "evt.rawarg.flags, evt.rawarg, flags, FLAGS32",
        "evt.rawarg.name, evt.rawarg, name, FSPATH",
        "evt.type.is.open, evt.type.is, open, UINT32",
        "proc.env[MY VAR], proc.env, MY VAR, CHARBUF",
        "thread.cgroup.memory, thread.cgroup, memory, CHARBUF",
        "container.mount.dest[/proc*], container.mount.dest, /proc*, CHARBUF",
        "k8s.pod.label.app.kubernetes.io/name, k8s.pod.label, app.kubernetes.io/name, CHARBUF",
        "k8s.pod.label[app], k8s.pod.label, app, CHARBUF",
        "evt.abspath.dst, evt.abspath, dst, CHARBUF",
        "fd.sip, fd.sip, , IPADDR",
        "evt.buffer, evt.buffer, , BYTEBUF",
    })
    void namesResolve(String text, String name, String argument, ParamType type) {
        Field field = catalogue.resolve(text);
        assertThat(field.name()).isEqualTo(text);
        assertThat(field.definition().name()).isEqualTo(name);
        assertThat(field.argument()).isEqualTo(argument);
        assertThat(field.type()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proc.nmae | NONEXISTENT | filter_check called with nonexistent field proc.nmae | proc.name",
                "proc.name[1] | NONEXISTENT | filter_check called with nonexistent field proc.name[1] | proc.name",
                "proc.aname[x] | NONEXISTENT | filter_check called with nonexistent field proc.aname[x] |",
                "evt.arg | NO_ARGUMENT | filter syntax error: evt.arg |",
                "evt.arg.nosuch | ARGUMENT | unknown event argument nosuch |",
                "evt.arg.flasg | ARGUMENT | unknown event argument flasg | flags",
                "evt.arg[x] | ARGUMENT | x is not a valid number |",
                "evt.rawarg[0] | ARGUMENT | evt.arg fields must be expressed explicitly |",
                "container.mount | NO_ARGUMENT | filter syntax error: container.mount |",
            })
    void whatDoesNotResolveIsToldInFalcosWords(String text, Reason reason, String message, String suggestion) {
        assertThatExceptionOfType(FieldException.class)
                .isThrownBy(() -> catalogue.resolve(text))
                .withMessage(message)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .satisfies(e -> assertThat(e.suggestion()).isEqualTo(suggestion));
    }

    @Test
    void aFieldThatIsNotComputedIsAnErrorThatNamesIt() {
        assertThatExceptionOfType(FieldException.class)
                .isThrownBy(() -> catalogue.resolve("thread.cpu"))
                .withMessageContaining("thread.cpu")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_IMPLEMENTED));
    }

    @Test
    void fieldsComeAndGoWithTheVersion() {
        FieldCatalogue today = FieldCatalogue.of(FalcoVersion.CURRENT);
        assertThat(catalogue.definition("syslog.message")).isNotNull();
        assertThat(today.definition("syslog.message")).isNull();
        assertThat(catalogue.definition("proc.aargs")).isNull();
        assertThat(today.resolve("proc.aargs[1]").argument()).isEqualTo("1");
        assertThat(today.resolve("container.label[app]").argument()).isEqualTo("app");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proc.aname", "proc.apid", "proc.aenv"})
    void withoutAnIndexAllAncestorsAreCompared(String name) {
        assertThat(catalogue.resolve(name).quantifier()).isEqualTo(Quantifier.ANY_ANCESTOR);
    }

    @Test
    void otherFieldsHaveOneValue() {
        assertThat(catalogue.resolve("proc.aname[1]").quantifier()).isEqualTo(Quantifier.ONE);
        assertThat(catalogue.resolve("fd.net").quantifier()).isEqualTo(Quantifier.EITHER_END);
        assertThat(catalogue.resolve("fd.sip.name").quantifier()).isEqualTo(Quantifier.ANY_NAME);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kguard.event.FalcoVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTemplateTest {
    private final FieldCatalogue catalogue = FieldCatalogue.of(FalcoVersion.V0_40);

    @Test
    void theLongestNameOfAFieldIsTaken() {
        OutputTemplate template =
                OutputTemplate.compile("%proc.namefoo %proc.aname[1]x %evt.args%evt.arg.flags.", catalogue);
        assertThat(template.fields())
                .extracting(Field::name)
                .containsExactly("proc.name", "proc.aname[1]", "evt.args", "evt.arg.flags");
    }

    @Test
    void widthsAndTransformersAreNoPartOfAFieldsName() {
        OutputTemplate template = OutputTemplate.compile("%10proc.name %tolower(basename(proc.exepath))", catalogue);
        assertThat(template.fields()).extracting(Field::name).containsExactly("proc.name", "proc.exepath");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100%% | invalid formatting token %",
                "50% | invalid formatting syntax: formatting cannot end with a %",
                "%12 | invalid formatting syntax: formatting cannot end with a number",
                "a %nosuch.field b | invalid formatting token nosuch.field b",
                "%fd.net here | fd.net here is filter only and cannot be used as a display field",
                "%toupper(proc.name | missing closing transformer parenthesis: e",
                "%toupper(proc.pid) | can't add field transformer: type 'INT64' is not supported by 'toupper' transformer"
                        + " applied on field 'proc.pid'",
                "%toupper(proc.aname[1]) | field 'proc.aname' does not support transformers",
                "'' | empty formatting token",
            })
    void whatCantBeFormattedIsToldInFalcosWords(String text, String message) {
        assertThatExceptionOfType(FieldException.class)
                .isThrownBy(() -> OutputTemplate.compile(text, catalogue))
                .withMessage(message.replace("''", ""));
    }
}

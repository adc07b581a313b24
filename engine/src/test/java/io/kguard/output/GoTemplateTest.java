// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates give what Go's {@code text/template} gives: the texts were made by it. */
class GoTemplateTest {
    private static Map<String, @Nullable Object> data() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("a", "x");
        fields.put("n", 7L);
        fields.put("nil", null);
        fields.put("b", true);
        fields.put("e", "");
        return Map.of("Rule", "R", "OutputFields", fields, "Tags", List.of("t", "u"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            {{index .OutputFields "zz"}}                          ~ <no value>
            {{index .OutputFields "nil"}}                         ~ <no value>
            {{.OutputFields.zz.y}}                                ~ <no value>
            {{.Tags}}                                             ~ [t u]
            {{.OutputFields}}                                     ~ map[a:x b:true e: n:7 nil:<nil>]
            {{if index .OutputFields "e"}}y{{else}}n{{end}}       ~ n
            {{printf "%s-%v" .Rule (index .OutputFields "n")}}    ~ R-7
            {{printf "%s" (index .OutputFields "zz")}}            ~ %!s(<nil>)
            {{or (index .OutputFields "zz") "dflt"}}              ~ dflt
            {{and .Rule "z"}}                                     ~ z
            {{eq (index .OutputFields "n") "7"}}                  ~ true
            {{eq (index .OutputFields "a") "x" "y"}}              ~ true
            {{ne .Rule "R"}}                                      ~ false
            {{not .Rule}}                                         ~ false
            {{len .Tags}}                                         ~ 2
            {{index .OutputFields "n" | printf "%s!"}}            ~ 7!
            a {{- " b " -}}  c                                    ~ a b c
            {{/* a comment */}}{{index .Tags 1}}                  ~ u
            """)
    void givesWhatGoGives(String template, String text) {
        assertThat(GoTemplate.parse(template, data().keySet()).text(data())).isEqualTo(text);
    }

    /** What is not known is never taken for a text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{",
                "{{ .Rule | html }}",
                "{{range .Tags}}x{{end}}",
                "{{if .Rule}}x",
                "x{{end}}",
                "{{ $x := .Rule }}",
                "{{ }}",
                "{{ .Nope }}",
                "{{ .Rule. }}",
                "{{ (.Rule }}",
                "{{ .Rule }",
                "{{ | }}",
                "{{else if .Rule}}"
            })
    @Tag("trust")
    void whatIsNotSupportedIsRefused(String template) {
        assertThatIllegalArgumentException().isThrownBy(() -> GoTemplate.parse(template, data().keySet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{.OutputFields.a.b}}", "{{.Rule .Rule}}", "{{index .Tags 2}}", "{{printf \"%d\" 1}}"})
    void anErrorOfGoIsOne(String template) {
        GoTemplate parsed = GoTemplate.parse(template, Set.of());
        assertThatIllegalArgumentException().isThrownBy(() -> parsed.text(data()));
    }

    @Test
    void largeAndDeepOnesAreRefused() {
        for (String template :
                List.of("x".repeat(70_000), "{{if .Rule}}".repeat(5000), "{{ " + "(".repeat(30_000) + " }}")) {
            assertThatIllegalArgumentException().isThrownBy(() -> GoTemplate.parse(template, Set.of()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "999999, 999999",
        "1000000, 1e+06",
        "1234567, 1.234567e+06",
        "-2000000, -2e+06",
        "100000000, 1e+08",
        "12345678901234567890, 1.2345678901234567e+19",
        "1.5, 1.5",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "0, 0"
    })
    void floatsAreAsGoPrintsThem(double number, String text) {
        assertThat(GoText.withFloats(number)).isEqualTo(text);
    }
}

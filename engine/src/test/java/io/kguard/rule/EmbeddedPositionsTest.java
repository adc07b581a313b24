// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.Position;
import io.kguard.event.FalcoVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong with a rule inside another file is shown where it stands in that file, as an editor counts. */
class EmbeddedPositionsTest {
    private static final String WRONG = "evt.tpye";

    /** A rule with a field that does not exist, in each kind of file that rules are found in. */
    enum Holder {
        PLAIN("""
                - rule: r
                  desc: d
                  condition: evt.tpye = open
                  output: o
                  priority: INFO
                """),
        HELM_VALUES("""
                falco:
                  json_output: true
                customRules:
                  a.yaml: |-
                    - rule: r
                      desc: d
                      condition: evt.tpye = open
                      output: o
                      priority: INFO
                """),
        HELM_VALUES_WITH_CHARACTERS_OF_TWO_UNITS("""
                customRules:
                  a.yaml: |-
                    - rule: r
                      desc: "\uD83D\uDE00 \uD83D\uDE00"
                      condition: evt.tpye = open
                      output: o
                      priority: INFO
                """),
        HELM_VALUES_FOLDED("""
                customRules:
                  a.yaml: "- rule: r\\n  desc: d\\n  condition: evt.tpye = open\\n  output: o\\n  priority: INFO\\n"
                """),
        HELM_RELEASE("""
                apiVersion: helm.toolkit.fluxcd.io/v2
                kind: HelmRelease
                metadata:
                  name: falco
                spec:
                  values:
                    customRules:
                      a.yaml: |
                        - rule: r
                          desc: d
                          condition: >-
                            evt.tpye = open
                          output: o
                          priority: INFO
                """),
        ARGO_APPLICATION("""
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                spec:
                  source:
                    helm:
                      values: |
                        customRules:
                          a.yaml: |
                            - rule: r
                              desc: d
                              condition: evt.tpye = open
                              output: o
                              priority: INFO
                """),
        CONFIG_MAP("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: rules}
                data:
                  falco.yaml: |
                    json_output: true
                  a.yaml: |
                    # a comment
                    - rule: r
                      desc: d
                      condition: evt.tpye = open
                      output: o
                      priority: INFO
                """),
        CONFIG_MAP_IN_A_LIST("""
                apiVersion: v1
                kind: List
                items:
                  - apiVersion: v1
                    kind: ConfigMap
                    data:
                      a.yaml: |2
                          - rule: r
                            desc: d
                            condition: evt.tpye = open
                            output: o
                            priority: INFO
                """),
        RULESFILE("""
                apiVersion: v1
                kind: Namespace
                ---
                apiVersion: artifact.falcosecurity.dev/v1alpha1
                kind: Rulesfile
                metadata: {name: mine}
                spec:
                  inlineRules: |
                    - rule: r
                      desc: d
                      condition: evt.tpye = open
                      output: o
                      priority: INFO
                """),
        RULESFILE_WITH_ITEMS("""
                apiVersion: artifact.falcosecurity.dev/v1alpha1
                kind: Rulesfile
                metadata: {name: mine}
                spec:
                  inlineRules:
                    - rule: r
                      desc: d
                      condition: evt.tpye = open
                      output: o
                      priority: INFO
                """),
        RULESFILE_BESIDE_ITS_CONFIG_MAP("""
                apiVersion: artifact.falcosecurity.dev/v1alpha1
                kind: Rulesfile
                metadata: {name: mine}
                spec: {configMapRef: {name: rules}}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: rules}
                data:
                  rules.yaml: |
                    - rule: r
                      desc: d
                      condition: evt.tpye = open
                      output: o
                      priority: INFO
                """);

        private final String text;

        Holder(String text) {
            this.text = text;
        }

        /** Where the wrong word stands. */
        Position place(String file) {
            int offset = text.indexOf(WRONG);
            int line = (int) text.substring(0, offset)
                            .chars()
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            return new Position(file, line, offset - text.lastIndexOf('\n', offset), offset);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongFieldIsAtItsWord(Holder holder) {
        List<Diagnostic> errors = RuleLoader.of(FalcoVersion.CURRENT)
                .loadText("outer.yaml", holder.text)
                .errors();

        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.message()).contains(WRONG);
            assertThat(error.position()).isEqualTo(holder.place("outer.yaml"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aRuleThatLoadsIsWhereItsTextBegins(Holder holder) {
        String text = holder.text.replace(WRONG, "evt.type");

        Rule rule = RuleLoader.of(FalcoVersion.CURRENT)
                .loadText("outer.yaml", text)
                .rules()
                .get(0);
        int offset = text.indexOf("evt.type");
        int of = rule.text().text().indexOf("evt.type");

        assertThat(rule.text().positionOf(of).offset()).isEqualTo(offset);
    }

    @Test
    void theWrongWordIsOnceInEach() {
        for (Holder holder : Holder.values()) {
            assertThat(holder.text.split(WRONG, -1)).as("%s", holder).hasSize(2);
        }
    }
}

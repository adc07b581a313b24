// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.verdict.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnnotationsTest {
    private static final Run FAILED =
            ExampleRun.one(new Verdict.Failed("100% silent; see [it]\r\n::error::x ##vso[task.complete]"));

    @Test
    void githubShowsThemAtTheClause() {
        assertThat(Annotations.GITHUB.lines(FAILED, Map.of()))
                .containsExactly("::error file=src/kguard/rules/rules.yaml,line=15,col=27,"
                        + "title=Terminal shell in container fires in one"
                        + "::100%25 silent; see [it]\ufffd%0A::error::x ##vso[task.complete]");
    }

    @Test
    void azureShowsThemAtTheClause() {
        assertThat(Annotations.AZURE.lines(FAILED, Map.of()))
                .containsExactly("##vso[task.logissue type=error;sourcepath=src/kguard/rules/rules.yaml;linenumber=15;"
                        + "columnnumber=27]Terminal shell in container fires in one: "
                        + "100%AZP25 silent%3B see [it%5D\ufffd%0A::error::x ##vso[task.complete%5D");
    }

    @Test
    void whereNoClauseIsTheReasonTheyAreAtTheRule() {
        assertThat(Annotations.GITHUB.lines(ExampleRun.one(new Verdict.Errored("lost")), Map.of()))
                .singleElement()
                .asString()
                .startsWith("::error file=src/kguard/rules/rules.yaml,line=12,col=3,");
    }

    /** A line of its own would be another command. */
    @Test
    void noTextBecomesACommandOfItsOwn() {
        for (Annotations server : List.of(Annotations.GITHUB, Annotations.AZURE)) {
            for (Run run : List.of(ExampleRun.mixed(), ExampleRun.impossible())) {
                assertThat(server.lines(run, Map.of()))
                        .isNotEmpty()
                        .allSatisfy(line -> assertThat(line)
                                .doesNotContain("\n", "\r", "\u001b", "\u0000")
                                .matches("(?s)(::error |##vso\\[task\\.logissue type=error).*"));
            }
        }
    }

    @Test
    void autoIsWhatRunsTheBuild() {
        assertThat(Annotations.AUTO.lines(FAILED, Map.of())).isEmpty();
        assertThat(Annotations.AUTO.lines(FAILED, Map.of("GITHUB_ACTIONS", "true")))
                .first()
                .asString()
                .startsWith("::error ");
        assertThat(Annotations.AUTO.lines(FAILED, Map.of("TF_BUILD", "True")))
                .first()
                .asString()
                .startsWith("##vso[");
        assertThat(Annotations.OFF.lines(FAILED, Map.of("GITHUB_ACTIONS", "true")))
                .isEmpty();
    }

    @Test
    void saysHowManyTheServerWouldDrop() {
        assertThat(Annotations.GITHUB.lines(ExampleRun.manyFailed(25), Map.of()))
                .hasSize(10)
                .last()
                .asString()
                .contains("16 more checks");
        assertThat(Annotations.GITHUB.lines(ExampleRun.manyFailed(10), Map.of()))
                .hasSize(10)
                .last()
                .asString()
                .contains("It is silent.");
    }

    @Test
    void anotherValueIsRefused() {
        assertThat(Annotations.of("azure")).isEqualTo(Annotations.AZURE);
        assertThatThrownBy(() -> Annotations.of("jenkins"))
                .hasMessage("kguard.annotations is \"jenkins\"; it can be auto, github, azure or off");
    }
}

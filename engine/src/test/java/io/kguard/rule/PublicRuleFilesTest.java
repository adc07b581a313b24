// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The public rule files load as Falco loads them. */
@RequiresShared
class PublicRuleFilesTest {
    private static final int AUDIT_RULES = 48;
    private static final Path FOLDER = Shared.path("conformance/falco-rules");
    private static final List<String> FILES =
            List.of("falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml");

    @ParameterizedTest
    @ValueSource(strings = {"falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml"})
    void eachFileOf040DescribesAsFalcoDescribesIt(String file) throws IOException {
        LoadResult result = RuleLoader.of(FalcoVersion.V0_40).load(FOLDER.resolve("0.40/" + file));

        assertDescribedAs(file, result);
    }

    @Test
    void theFilesOf040TogetherDescribeAsFalcoDescribesThem() throws IOException {
        LoadResult result = RuleLoader.of(FalcoVersion.V0_40).load(paths("0.40"));

        assertDescribedAs("all three, in this order", result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml"})
    void eachFileOfTodayLoadsWithoutAWord(String file) {
        LoadResult result = RuleLoader.of(FalcoVersion.CURRENT).load(FOLDER.resolve("current/" + file));

        assertThat(result.diagnostics()).isEmpty();
        assertThat(result.rules()).isNotEmpty();
    }

    @Test
    void theFilesOfTodayLoadTogether() {
        LoadResult result = RuleLoader.of(FalcoVersion.CURRENT).load(paths("current"));

        assertThat(result.diagnostics()).isEmpty();
        assertThat(result.rules()).hasSize(93);
        assertThat(result.rules()).filteredOn(Rule::enabled).hasSize(81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml"})
    void filesOfTodayNeedANewerFalcoThan040(String file) {
        LoadResult result = RuleLoader.of(FalcoVersion.V0_40).load(FOLDER.resolve("current/" + file));

        Diagnostic first = result.errors().get(0);
        assertThat(first.message()).isEqualTo("Rules require engine version 0.57.0, but engine version is 0.46.0");
        assertThat(first.position().line()).isEqualTo(28);
        assertThat(first.position().column()).isEqualTo(3);
        assertThat(first.position().offset()).isEqualTo(1444);
    }

    @Test
    void auditRulesNeedTheirPlugin() {
        LoadResult result = RuleLoader.of(FalcoVersion.V0_40).load(FOLDER.resolve("current/k8s_audit_rules.yaml"));

        assertThat(result.errors().get(0).message())
                .isEqualTo("Plugin requirement not satisfied, must load one of: k8saudit (>= 0.18.0),"
                        + " k8saudit-aks (>= 0.6.0), k8saudit-eks (>= 0.12.0), k8saudit-gke (>= 0.9.0),"
                        + " k8saudit-ovh (>= 0.6.0)");
    }

    @Test
    void auditRulesLoadWithoutAWord() {
        LoadResult result = RuleLoader.of(FalcoVersion.CURRENT).load(FOLDER.resolve("current/k8s_audit_rules.yaml"));

        assertThat(result.diagnostics()).isEmpty();
        assertThat(result.rules())
                .hasSize(AUDIT_RULES)
                .allMatch(rule -> rule.source().equals("k8s_audit"));
    }

    private static List<Path> paths(String folder) {
        return FILES.stream().map(FOLDER.resolve(folder)::resolve).toList();
    }

    private static void assertDescribedAs(String key, LoadResult result) throws IOException {
        String json = Files.readString(FOLDER.resolve("expected-0.40.json"));
        Map<String, Map<String, Map<String, Object>>> root =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(json);
        Map<String, Object> expected = root.get("describe").get(key);

        assertThat(result.diagnostics()).isEmpty();
        assertThat(result.rules().stream().map(Rule::name).toList()).isEqualTo(expected.get("rule_names"));
        assertThat(result.rules()).hasSize((Integer) expected.get("rules"));
        assertThat(result.rules().stream().filter(Rule::enabled).count())
                .isEqualTo(((Integer) expected.get("enabled_rules")).longValue());
        assertThat(result.macros()).hasSize((Integer) expected.get("macros"));
        assertThat(result.lists()).hasSize((Integer) expected.get("lists"));
    }
}

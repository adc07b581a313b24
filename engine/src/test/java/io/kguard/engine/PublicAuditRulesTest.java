// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.ObjectMapper;

/** Each public rule for audit events fires on a matching event, and not on one that is close to it. */
@RequiresShared
class PublicAuditRulesTest {
    private static final Path RULES = Shared.path("conformance/falco-rules/current/k8s_audit_rules.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The settings that the file's comments propose for the rules that a macro disables. */
    private static final String SETTINGS = """
            - macro: allowed_k8s_containers
              condition: (ka.req.pod.containers.image.repository in (my-repo/my-image))
              override: {condition: replace}
            - macro: consider_all_events
              condition: (k8s_audit_always_true)
              override: {condition: replace}
            - macro: allowed_full_admin_users
              condition: (k8s_audit_never_true)
              override: {condition: replace}
            - macro: allow_all_k8s_nodes
              condition: (k8s_audit_never_true)
              override: {condition: replace}
            """;

    @TempDir
    static Path folder;

    private static Map<String, Object> otherwise = Map.of();
    private static Map<String, Map<String, Object>> cases = Map.of();
    private static List<String> switchedOff = List.of(
            "Create Disallowed Pod",
            "All K8s Audit Events",
            "Full K8s Administrative Access",
            "Untrusted Node Successfully Joined the Cluster",
            "Untrusted Node Unsuccessfully Tried to Join the Cluster");

    @BeforeAll
    static void read() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(PublicAuditRulesTest.class.getResourceAsStream("audit-rules.yaml"))) {
            Map<String, Object> root = new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
            otherwise = map(root.get("otherwise"));
            cases = new LinkedHashMap<>();
            map(root.get("rules")).forEach((rule, events) -> cases.put(rule, map(events)));
        }
    }

    @Test
    void noRuleIsLeftOut() throws IOException {
        assertThat(cases.keySet())
                .containsExactlyElementsOf(
                        switchedOn().rules().stream().map(Rule::name).toList());
    }

    @TestFactory
    Stream<DynamicTest> everyRule() throws IOException {
        RuleSet rules = switchedOn();
        RuleSet stock = compiled(List.of(RULES));
        return cases.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> judge(entry.getKey(), entry.getValue(), rules, stock)));
    }

    private static void judge(String rule, Map<String, Object> events, RuleSet rules, RuleSet stock) {
        List<Alert> alerts = alerts(rules, json(events.get("fires")), rule);
        assertThat(alerts).as("the event that must set it off").hasSize(1);
        if (events.containsKey("says")) {
            assertThat(alerts.get(0).message()).isEqualTo(events.get("says"));
        }
        assertThat(alerts.get(0).fields()).doesNotContainKey("").isNotEmpty();
        assertThat(alerts(rules, json(events.get("silent")), rule))
                .as("the event that must not")
                .isEmpty();
        assertThat(alerts(stock, json(events.get("fires")), rule))
                .as("with the rules as they come")
                .hasSize(switchedOff.contains(rule) ? 0 : 1);
    }

    private static List<Alert> alerts(RuleSet rules, String event, String rule) {
        List<Alert> alerts = new ArrayList<>();
        Session.of(rules, alerts::add).judgeAudit(event);
        return alerts.stream().filter(alert -> alert.ruleName().equals(rule)).toList();
    }

    private static String json(Object event) {
        Map<String, Object> whole = new LinkedHashMap<>(otherwise);
        whole.putAll(map(event));
        return JSON.writeValueAsString(whole);
    }

    private static RuleSet switchedOn() throws IOException {
        Path settings = Files.writeString(folder.resolve("settings.yaml"), SETTINGS);
        return compiled(List.of(RULES, settings));
    }

    private static RuleSet compiled(List<Path> files) {
        LoadResult loaded = RuleLoader.of(FalcoVersion.CURRENT).load(files);
        assertThat(loaded.diagnostics()).isEmpty();
        return RuleSet.compile(loaded, EngineOptions.of(FalcoVersion.CURRENT).withMatching(Matching.ALL));
    }

    @SuppressWarnings("unchecked") // the shape of the YAML file next to this class
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }
}

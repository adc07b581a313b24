// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules over the fields of the plugin k8smeta. */
class K8smetaRulesTest {
    private static final String POD = "05869489-8c7f-45dc-9abd-1b1620787bb1";
    private static final String NAMESPACE = """
            {"reason":"Create","uid":"n","kind":"Namespace","meta":"{\\"name\\":\\"shop\\",\\"labels\\":{\\"tier\\":\\"prod\\"}}"}""";
    private static final String SERVICE = """
            {"reason":"Create","uid":"s","kind":"Service","meta":"{\\"name\\":\\"http\\",\\"labels\\":{\\"app.kubernetes.io/name\\":\\"web\\"}}"}""";
    private static final String OTHER_SERVICE = """
            {"reason":"Create","uid":"t","kind":"Service","meta":"{\\"name\\":\\"admin\\"}"}""";
    private static final String DEPLOYMENT = """
            {"reason":"Create","uid":"d","kind":"Deployment","meta":"{\\"name\\":\\"web\\"}"}""";
    private static final String WEB = """
            {"reason":"Create","uid":"%s","kind":"Pod","meta":"{\\"name\\":\\"web-0\\",\\"namespace\\":\\"shop\\"}",
             "refs":{"resources":{"Namespace":{"list":["n"]},"Deployment":{"list":["d"]},"Service":{"list":["s","t"]}}}}""".formatted(POD);

    private final List<Alert> alerts = new ArrayList<>();

    private static LoadResult load(FalcoVersion version, String text) {
        return RuleLoader.of(version).loadText("rules.yaml", text);
    }

    private static LoadResult rule(FalcoVersion version, String condition, String output, String source) {
        return load(version, """
                - rule: Close
                  desc: A pod closes a file
                  condition: >-
                    %s
                  output: "%s"
                  priority: NOTICE
                  source: %s
                """.formatted(condition, output, source));
    }

    private Session session(String condition) {
        LoadResult loaded = rule(
                FalcoVersion.CURRENT,
                "evt.type = close and " + condition,
                "%k8smeta.pod.name of %k8smeta.deployment.name in %k8smeta.svc.name",
                "syscall");
        Session session = Session.of(RuleSet.compile(loaded, EngineOptions.of(FalcoVersion.CURRENT)), alerts::add);
        session.entry(ProcessEntry.builder(7, 7)
                .set(Part.COMM, "sh")
                .set(Part.CGROUPS, "cpuset=/kubepods/pod" + POD + "/1\0")
                .build());
        return session;
    }

    private static void judge(Session session, ByteBuffer bytes, boolean stateOnly) {
        Event view = new Event(FalcoVersion.CURRENT);
        view.wrap(bytes, 0, bytes.limit(), 1, 0, stateOnly);
        session.judge(view);
    }

    private static void tell(Session session, String json) {
        judge(
                session,
                new EventWriter(FalcoVersion.CURRENT)
                        .begin(EventCodes.ASYNCEVENT_E, 1_700_000_000_000_000_000L, -1)
                        .number(0)
                        .text("k8s")
                        .bytes((json + "\0").getBytes(UTF_8))
                        .end(),
                true);
    }

    private static void close(Session session) {
        judge(
                session,
                new EventWriter(FalcoVersion.CURRENT)
                        .begin(EventCodes.CLOSE_X, 1_700_000_000_000_000_000L, 7)
                        .number(0)
                        .number(3)
                        .end(),
                false);
    }

    private boolean fires(String condition) {
        alerts.clear();
        Session session = session(condition);
        List.of(NAMESPACE, DEPLOYMENT, SERVICE, OTHER_SERVICE, WEB).forEach(json -> tell(session, json));
        close(session);
        assertThat(session.outcomes().get(0).unavailableFields()).isEmpty();
        return !alerts.isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k8smeta.deployment.name = web",
                "k8smeta.deployment.name in (api, web)",
                "k8smeta.deployment.name exists",
                "k8smeta.ns.name != kube-system",
                "k8smeta.ns.label[tier] startswith pr",
                "k8smeta.ns.labels intersects (tier:prod)",
                "k8smeta.svc.name intersects (http, other)",
                "k8smeta.svc.name in (http, admin)",
                "k8smeta.svc.label[app.kubernetes.io/name] in (web)",
                "k8smeta.pod.name = val(k8smeta.pod.name)",
                "toupper(k8smeta.pod.name) = WEB-0",
                "not k8smeta.rc.name exists",
            })
    void holds(String condition) {
        assertThat(fires(condition)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k8smeta.deployment.name = api",
                "k8smeta.ns.label[team] exists",
                "k8smeta.svc.name in (http, other)",
                "k8smeta.svc.name intersects (other)",
                "k8smeta.rc.name != x",
            })
    void doesNotHold(String condition) {
        assertThat(fires(condition)).isFalse();
    }

    @Test
    void anOutputShowsThem() {
        assertThat(fires("k8smeta.pod.name exists")).isTrue();

        assertThat(alerts.get(0).message()).isEqualTo("web-0 of web in (http,admin)");
        assertThat(alerts.get(0).fields()).containsEntry("k8smeta.deployment.name", "web");
    }

    @Test
    @Tag("trust")
    void theOutcomeNamesTheFieldsThatNothingToldOf() {
        Session session = session("(k8smeta.deployment.name = web or not k8smeta.ns.label[tier] = prod)");
        close(session);

        assertThat(session.outcomes().get(0).unavailableFields())
                .containsExactly("k8smeta.deployment.name", "k8smeta.ns.label[tier]");
        tell(session, NAMESPACE);
        assertThat(session.outcomes().get(0).unavailableFields()).isEmpty();
    }

    @Test
    void aRuleThatOnlyShowsThemNeedsNoCluster() {
        Session session = session("proc.name = sh");
        close(session);

        assertThat(alerts.get(0).message()).isEqualTo("<NA> of <NA> in <NA>");
        assertThat(session.outcomes().get(0).unavailableFields()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"V0_41, 0.3.1", "V0_42, 0.4.1", "V0_45, 0.4.1", "V0_45, 0.1.0"})
    void aFileMayRequireThePlugin(FalcoVersion version, String plugin) {
        assertThat(load(version, "- required_plugin_versions: [{name: k8smeta, version: " + plugin + "}]")
                        .isSuccessful())
                .isTrue();
    }

    @Test
    void aFileMayNotRequireANewerPluginOrOneThatFalcoDoesNotHave() {
        assertThat(load(FalcoVersion.V0_41, "- required_plugin_versions: [{name: k8smeta, version: 0.4.0}]")
                        .errors())
                .singleElement()
                .extracting(Diagnostic::message)
                .isEqualTo("Plugin 'k8smeta' version '0.3.1' is not compatible with required plugin version '0.4.0'");
        assertThat(load(FalcoVersion.V0_40, "- required_plugin_versions: [{name: k8smeta, version: 0.3.0}]")
                        .errors())
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.message())
                            .isEqualTo("Plugin requirement not satisfied, must load one of: k8smeta (>= 0.3.0)");
                    assertThat(error.hint())
                            .isEqualTo("kguard has the plugin k8smeta for Falco 0.41 and newer: set kguard.falco");
                });
        assertThat(load(FalcoVersion.CURRENT, "- required_plugin_versions: [{name: box, version: 0.3.0}]")
                        .errors())
                .singleElement()
                .extracting(Diagnostic::hint)
                .isEqualTo("kguard has no plugin box: describe its source in a table for"
                        + " kguard.sources, or load its library with kguard.plugins");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "V0_40 | syscall | k8smeta.pod.name = x | k8smeta.pod.name is a field of the plugin k8smeta, which kguard has for Falco 0.41 and newer: set kguard.falco",
                "V0_45 | k8s_audit | k8smeta.pod.name = x | the rule's source is k8s_audit, whose events don't have k8smeta.pod.name; those of the source syscall do",
                "V0_45 | syscall | k8smeta.pod.nam = x | unknown field k8smeta.pod.nam; did you mean k8smeta.pod.name?",
                "V0_45 | syscall | k8smeta.pod.label = x | the field needs an argument: k8smeta.pod.label[...]",
            })
    void aWrongFieldOfAConditionIsExplained(FalcoVersion version, String source, String condition, String hint) {
        assertThat(rule(version, condition, "x", source).errors())
                .first()
                .extracting(Diagnostic::hint)
                .isEqualTo(hint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "V0_40 | k8smeta.pod.name | k8smeta.pod.name is a field of the plugin k8smeta, which kguard has for Falco 0.41 and newer: set kguard.falco",
                "V0_45 | k8smeta.ns.nam | did you mean %k8smeta.ns.name?",
                "V0_45 | k8smeta.pod.label | the field needs an argument: k8smeta.pod.label[...]",
            })
    void aWrongFieldOfAnOutputIsExplained(FalcoVersion version, String field, String hint) {
        assertThat(rule(version, "evt.type = close", "a %" + field + " and %proc.name", "syscall")
                        .errors())
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.hint()).isEqualTo(hint);
                    assertThat(error.position().column()).isEqualTo(14);
                });
    }
}

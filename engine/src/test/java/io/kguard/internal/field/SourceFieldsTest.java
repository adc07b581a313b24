// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.Event;
import io.kguard.event.EventSource;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.event.SourceEvent;
import io.kguard.internal.machine.Machine;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.source.SourceLog;
import io.kguard.internal.source.SourceLog.SourceLogException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.ObjectMapper;

/** The value of each field of the sources that are neither system calls nor audit events of Kubernetes. */
class SourceFieldsTest {
    private static final FalcoVersion VERSION = FalcoVersion.CURRENT;
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Case(EventSource source, Map<String, Object> event, Map<String, Object> gives) {}

    @SuppressWarnings("unchecked") // the shape of the YAML file next to this class
    private static List<Case> cases() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(SourceFieldsTest.class.getResourceAsStream("source-fields.yaml"))) {
            List<Map<String, Object>> all = (List<Map<String, Object>>)
                    (List<?>) new Yaml(new SafeConstructor(new LoaderOptions())).<List<?>>load(file);
            return all.stream()
                    .map(one -> new Case(
                            EventSources.BUILT_IN
                                    .named((String) one.get("source"))
                                    .orElseThrow(),
                            (Map<String, Object>) one.get("event"),
                            (Map<String, Object>) one.get("gives")))
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> gives() throws IOException {
        return cases().stream()
                .flatMap(one -> one.gives().entrySet().stream()
                        .map(expected -> DynamicTest.dynamicTest(
                                expected.getKey() + " of " + one.event(),
                                () -> assertThat(value(expected.getKey(), one))
                                        .isEqualTo(asLong(expected.getValue())))));
    }

    private static Object asLong(Object value) {
        return value instanceof Integer number ? (Object) number.longValue() : value;
    }

    /** A field that is never read here, or never has a value, is not proven. */
    @Test
    void everyFieldIsTried() throws IOException {
        Map<String, Boolean> hasValue = new HashMap<>();
        for (Case one : cases()) {
            FieldCatalogue catalogue = FieldCatalogue.of(EventSources.BUILT_IN, one.source(), VERSION);
            one.gives()
                    .forEach((field, value) -> hasValue.merge(
                            catalogue.resolve(field).definition().name(), value != null, Boolean::logicalOr));
        }
        assertThat(hasValue).containsEntry("ct.request.documentname", false);
        hasValue.remove("ct.request.documentname");
        assertThat(hasValue).doesNotContainValue(false);
        for (EventSource source : new EventSource[] {
            EventSource.AWS_CLOUDTRAIL,
            EventSource.GCP_AUDITLOG,
            EventSource.OKTA,
            EventSource.GITHUB,
            EventSource.CODING_AGENT
        }) {
            assertThat(FieldCatalogue.of(EventSources.BUILT_IN, source, VERSION).definitions().stream()
                            .filter(FieldDefinition::implemented)
                            .map(FieldDefinition::name)
                            .filter(name -> !name.matches("(evt|json|jevt)\\..*"))
                            .filter(name -> !hasValue.containsKey(name))
                            .filter(name -> !name.equals("ct.request.documentname")))
                    .as("fields of " + source + " that no case reads")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "okta, okta.org, kguard does not compute the field okta.org",
        "okta, okta.authentication.step, kguard does not compute the field okta.authentication.step",
        "okta, okta.mfa.failure.countlast, filter syntax error: okta.mfa.failure.countlast",
        "aws_cloudtrail, ct.nothing, filter_check called with nonexistent field ct.nothing",
        "aws_cloudtrail, okta.app, filter_check called with nonexistent field okta.app",
        "github, proc.name, filter_check called with nonexistent field proc.name"
    })
    void otherFieldsAreRefused(String label, String field, String message) {
        EventSource source = EventSources.BUILT_IN.named(label).orElseThrow();
        assertThatThrownBy(() -> FieldCatalogue.of(EventSources.BUILT_IN, source, VERSION)
                        .resolve(field))
                .isInstanceOf(FieldException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void failuresAreCountedOverTheLastSeconds() throws IOException {
        Field field = FieldCatalogue.of(EventSources.BUILT_IN, EventSource.OKTA, VERSION)
                .resolve("okta.mfa.failure.countlast[300]");
        EventContext context = new EventContext(new Event(VERSION), new Machine(VERSION));

        assertThat(counted(field, context, "ann", "12:00:00")).isEqualTo(1L);
        assertThat(counted(field, context, "ann", "12:04:59")).isEqualTo(2L);
        assertThat(counted(field, context, "bob", "12:05:00")).isEqualTo(1L);
        assertThat(counted(field, context, "ann", "12:05:00")).isEqualTo(2L);
    }

    private static Object counted(Field field, EventContext context, String actor, String time) throws IOException {
        SourceEvent event = SourceLog.parse(
                        ("{'eventType':'user.authentication.auth_via_mfa','published':'2026-11-24T%sZ',"
                                        + "'actor':{'id':'%s'},'outcome':{'result':'FAILURE'}}")
                                .formatted(time, actor)
                                .replace('\'', '"'),
                        EventSources.BUILT_IN,
                        null)
                .get(0);
        Event view = new Event(VERSION);
        ByteBuffer bytes = event.writeTo(new EventWriter(VERSION));
        view.wrap(bytes, 0, bytes.limit(), 1, 0);
        context.event(view, event.document());
        return FieldJson.value(field, context);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1} | this is no event of a source that kguard knows: k8s_audit, aws_cloudtrail, gcp_auditlog, okta",
                "{'eventSource':'s','eventName':'n','awsRegion':'r','eventType':'t'} | this record of CloudTrail has no \"eventTime\"",
                "{'eventSource':'s','eventName':'n','awsRegion':'r','eventTime':'2026-11-24T17:35:48Z'} | this record of CloudTrail has no \"eventType\"",
                "{'eventType':'t','published':'2026-11-24T17:35:48Z','actor':{},'securityContext':{'isProxy':false}} | this event of Okta's system log can't be read by Falco's plugin, which stops at it, so no rule would see it: securityContext.isProxy is false, and not a string",
                "{'protoPayload':{},'logName':'l','timestamp':'x'} | the \"timestamp\" of this entry of a log of Google Cloud is \"x\"",
                "{'agent_name':'codex','event':{'hook_event_name':'PreToolUse','tool_name':'apply_patch'}} | the plugin makes an event of each file of this patch",
                "nonsense | not JSON: a value is expected at byte 1",
            })
    void whatNoRuleWouldSeeIsAnError(String event, String message) {
        assertThatThrownBy(() -> SourceLog.parse(event.replace('\'', '"'), EventSources.BUILT_IN, null))
                .isInstanceOf(SourceLogException.class)
                .hasMessageContaining(message);
    }

    private static Object value(String field, Case one) throws IOException {
        SourceEvent event = SourceLog.parse(JSON.writeValueAsString(one.event()), EventSources.BUILT_IN, one.source())
                .get(0);
        ByteBuffer bytes = event.writeTo(new EventWriter(VERSION));
        Event view = new Event(VERSION);
        view.wrap(bytes, 0, bytes.limit(), 1, 0);
        Machine machine = new Machine(VERSION);
        machine.apply(view);
        return FieldJson.value(
                FieldCatalogue.of(EventSources.BUILT_IN, one.source(), VERSION).resolve(field),
                new EventContext(view, machine));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.audit.AuditEvent;
import io.kguard.event.Event;
import io.kguard.event.EventSource;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.machine.Machine;
import io.kguard.internal.source.EventSources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
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

/** The value of each field of audit events: a string, a list, or nothing. */
class AuditFieldsTest {
    private static final FalcoVersion VERSION = FalcoVersion.CURRENT;
    private static final FieldCatalogue CATALOGUE =
            FieldCatalogue.of(EventSources.BUILT_IN, EventSource.K8S_AUDIT, VERSION);
    private static final ObjectMapper JSON = new ObjectMapper();

    @SuppressWarnings("unchecked") // the shape of the YAML file next to this class
    private static List<Map<String, Map<String, Object>>> cases() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(AuditFieldsTest.class.getResourceAsStream("audit-fields.yaml"))) {
            return (List<Map<String, Map<String, Object>>>)
                    (List<?>) new Yaml(new SafeConstructor(new LoaderOptions())).<List<?>>load(file);
        }
    }

    @TestFactory
    Stream<DynamicTest> gives() throws IOException {
        return cases().stream()
                .flatMap(one -> one.get("gives").entrySet().stream()
                        .map(expected -> DynamicTest.dynamicTest(
                                expected.getKey() + " of " + one.get("event").keySet(),
                                () -> assertThat(value(expected.getKey(), one.get("event")))
                                        .isEqualTo(expected.getValue()))));
    }

    @Test
    void everyFieldIsTried() throws IOException {
        Map<String, Boolean> hasValue = new LinkedHashMap<>();
        for (Map<String, Map<String, Object>> one : cases()) {
            one.get("gives")
                    .forEach((field, value) -> hasValue.merge(
                            CATALOGUE.resolve(field).definition().name(), value != null, Boolean::logicalOr));
        }
        List<String> fields = CATALOGUE.definitions().stream()
                .map(FieldDefinition::name)
                .filter(name -> !name.startsWith("evt."))
                .toList();

        assertThat(fields).hasSize(106);
        assertThat(hasValue.keySet()).containsExactlyInAnyOrderElementsOf(fields);
        assertThat(hasValue).doesNotContainValue(false);
    }

    @Test
    void theFieldsOfAllSourcesAreThere() {
        assertThat(CATALOGUE.definitions().stream().map(FieldDefinition::name).filter(name -> name.startsWith("evt.")))
                .startsWith("evt.num", "evt.time")
                .endsWith("evt.hostname")
                .hasSize(18);
        Map<String, Object> event = Map.of("auditID", "1");
        assertThat(value("evt.source", event)).isEqualTo("k8s_audit");
        assertThat(value("evt.pluginname", event)).isEqualTo("k8saudit");
        assertThat(value("evt.rawtime", event)).isEqualTo(1_795_541_748_519_118_000L);
        assertThat(value("evt.num", event)).isEqualTo(1L);
        assertThat(value("evt.reltime", event)).isEqualTo(0L);
        assertThat(value("evt.is_async", event)).isEqualTo(false);
        assertThat((String) value("evt.plugininfo", event)).contains("\"auditID\":\"1\"");
        assertThat(value("evt.asynctype", event)).isNull();
    }

    @Test
    void whatIsNoAuditEventHasJsonAlone() {
        Map<String, Object> event = Map.of("verb", "get");

        assertThat(value("ka.verb", event)).isNull();
        assertThat(value("ka.req.binding.subject.has_name[x]", event)).isNull();
        assertThat(value("jevt.value[/verb]", event)).isEqualTo("get");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ka.uri.param | filter syntax error: ka.uri.param",
                "jevt.value | filter syntax error: jevt.value",
                "ka.verb[0] | filter_check called with nonexistent field ka.verb[0]",
                "ka.nothing | filter_check called with nonexistent field ka.nothing",
                "proc.name | filter_check called with nonexistent field proc.name",
                "evt.type | filter_check called with nonexistent field evt.type",
                "ka.req.pod.containers.image[x] | x is not a valid index of ka.req.pod.containers.image; it counts from 0"
            })
    void otherFieldsAreRefused(String field, String message) {
        assertThatThrownBy(() -> CATALOGUE.resolve(field))
                .isInstanceOf(FieldException.class)
                .hasMessage(message);
    }

    private static Object value(String field, Map<String, Object> event) {
        Map<String, Object> whole = new LinkedHashMap<>(event);
        whole.put("kind", "Event");
        whole.put("stageTimestamp", "2026-11-24T17:35:48.519118Z");
        ByteBuffer bytes =
                AuditEvent.parse(JSON.writeValueAsString(whole)).get(0).writeTo(new EventWriter(VERSION));
        Event view = new Event(VERSION);
        view.wrap(bytes, 0, bytes.limit(), 1, 0);
        Machine machine = new Machine(VERSION);
        machine.apply(view);
        return FieldJson.value(CATALOGUE.resolve(field), new EventContext(view, machine));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.event.MalformedEventException;
import io.kguard.event.ParamType;
import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.internal.machine.Machine;
import io.kguard.internal.source.EventSources;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

/** The value of each field of the plugin k8smeta: a string, a list, or nothing. */
class K8smetaFieldsTest {
    private static final FalcoVersion VERSION = FalcoVersion.CURRENT;
    private static final FieldCatalogue CATALOGUE = FieldCatalogue.of(VERSION);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POD = "05869489-8c7f-45dc-9abd-1b1620787bb1";
    private static final String CGROUP = "cpuset=/kubepods/besteffort/pod" + POD + "/152fe5241198";
    private static final long IN_POD = 7;
    private static final long ON_HOST = 8;

    private final Machine machine = new Machine(VERSION);
    private final Event view = new Event(VERSION);
    private long number;

    K8smetaFieldsTest() {
        process(IN_POD, CGROUP);
        process(ON_HOST, "cpuset=/system.slice/sshd.service");
    }

    private void process(long tid, String cgroup) {
        machine.entry(ProcessEntry.builder(tid, tid)
                .set(Part.COMM, "sh")
                .set(Part.CGROUPS, cgroup + "\0")
                .build());
    }

    private void apply(ByteBuffer bytes) {
        view.wrap(bytes, 0, bytes.limit(), ++number, 0);
        machine.apply(view);
    }

    /** An event of the plugin. */
    private void tell(Object json) {
        apply(new EventWriter(VERSION)
                .begin(EventCodes.ASYNCEVENT_E, 1_700_000_000_000_000_000L, -1)
                .number(0)
                .text("k8s")
                .bytes((json + "\0").getBytes(UTF_8))
                .end());
        machine.finish(view);
    }

    private void tell(String reason, String kind, String uid, Map<String, Object> meta) {
        tell(JSON.writeValueAsString(
                Map.of("reason", reason, "uid", uid, "kind", kind, "meta", JSON.writeValueAsString(meta))));
    }

    private void tellPod(Map<String, Object> meta, Map<String, Object> status, Map<String, List<String>> references) {
        tell(JSON.writeValueAsString(Map.of(
                "reason",
                "Create",
                "uid",
                POD,
                "kind",
                "Pod",
                "meta",
                JSON.writeValueAsString(meta),
                "status",
                JSON.writeValueAsString(status),
                "refs",
                Map.of(
                        "resources",
                        references.entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey, entry -> Map.of("list", entry.getValue())))))));
    }

    private void tellAll() {
        tell("Create", "Namespace", "n", Map.of("name", "shop", "labels", Map.of("tier", "prod")));
        tell("Create", "Deployment", "d", Map.of("name", "web", "namespace", "shop", "labels", Map.of("app", "web")));
        tell("Create", "ReplicaSet", "r", Map.of("name", "web-5d", "labels", Map.of("hash", "5d")));
        tell("Create", "ReplicationController", "c", Map.of("name", "old", "labels", Map.of("app", "old")));
        tell("Create", "Service", "s1", Map.of("name", "http", "labels", Map.of("port", "80", "team", "a")));
        tell("Create", "Service", "s2", Map.of("name", "admin", "labels", Map.of("port", "81")));
        tell("Create", "Service", "s3", Map.of("name", "other"));
        tellPod(
                Map.of("name", "web-0", "namespace", "shop", "labels", Map.of("app.kubernetes.io/name", "web")),
                Map.of("podIP", "10.0.0.7"),
                Map.of(
                        "Namespace", List.of("n"),
                        "Deployment", List.of("d"),
                        "ReplicaSet", List.of("r"),
                        "ReplicationController", List.of("c"),
                        "Service", List.of("s1", "s2", "gone")));
    }

    /** The value for an event of a thread. */
    private @Nullable Object value(String field, long tid) {
        apply(new EventWriter(VERSION)
                .begin(EventCodes.CLOSE_X, 1_700_000_000_000_000_000L, tid)
                .number(0)
                .number(3)
                .end());
        Object value = FieldJson.value(CATALOGUE.resolve(field), new EventContext(view, machine));
        machine.finish(view);
        return value;
    }

    private @Nullable Object value(String field) {
        return value(field, IN_POD);
    }

    @ParameterizedTest
    @CsvSource({
        "k8smeta.pod.name, web-0",
        "k8smeta.pod.uid, " + POD,
        "k8smeta.pod.label[app.kubernetes.io/name], web",
        "k8smeta.pod.ip, 10.0.0.7",
        "k8smeta.ns.name, shop",
        "k8smeta.ns.uid, n",
        "k8smeta.ns.label[tier], prod",
        "k8smeta.deployment.name, web",
        "k8smeta.deployment.uid, d",
        "k8smeta.deployment.label[app], web",
        "k8smeta.rs.name, web-5d",
        "k8smeta.rs.uid, r",
        "k8smeta.rs.label[hash], 5d",
        "k8smeta.rc.name, old",
        "k8smeta.rc.uid, c",
        "k8smeta.rc.label[app], old",
    })
    void aStringTellsOfThePodAndWhatItBelongsTo(String field, String expected) {
        tellAll();

        assertThat(value(field)).isEqualTo(expected);
        assertThat(value(field, ON_HOST)).isNull();
        assertThat(CATALOGUE.resolve(field).isList()).isFalse();
        assertThat(CATALOGUE.resolve(field).type()).isEqualTo(ParamType.CHARBUF);
    }

    @ParameterizedTest
    @CsvSource({
        "k8smeta.pod.labels, app.kubernetes.io/name:web",
        "k8smeta.ns.labels, tier:prod",
        "k8smeta.deployment.labels, app:web",
        "k8smeta.rs.labels, hash:5d",
        "k8smeta.rc.labels, app:old",
        "k8smeta.svc.name, http admin",
        "k8smeta.svc.uid, s1 s2 gone",
        "k8smeta.svc.label[port], 80 81",
        "k8smeta.svc.label[team], a",
        "k8smeta.svc.labels, port:80 team:a port:81",
    })
    void aListTellsOfLabelsAndServices(String field, String expected) {
        tellAll();

        assertThat(CATALOGUE.resolve(field).isList()).isTrue();
        assertThat(CATALOGUE.resolve(field).type()).isEqualTo(ParamType.CHARBUF);
        assertThat((List<?>) value(field)).map(Object::toString).containsExactlyInAnyOrder(expected.split(" "));
        assertThat(value(field, ON_HOST)).isNull();
    }

    @Test
    void theseAreAllFields() {
        Set<String> names = CATALOGUE.definitions().stream()
                .map(FieldDefinition::name)
                .filter(name -> name.startsWith("k8smeta."))
                .collect(Collectors.toSet());

        assertThat(names).hasSize(25);
        assertThat(CATALOGUE.definitions())
                .filteredOn(definition -> definition.has(FieldFlag.OF_K8SMETA))
                .hasSize(25)
                .allMatch(FieldDefinition::implemented);
        assertThat(FieldCatalogue.of(FalcoVersion.V0_40).definition("k8smeta.pod.name"))
                .isNull();
        assertThat(FieldCatalogue.of(FalcoVersion.V0_41).definition("k8smeta.pod.name"))
                .isNotNull();
        assertThat(FieldCatalogue.of(EventSources.BUILT_IN, EventSource.K8S_AUDIT, VERSION)
                        .definition("k8smeta.pod.name"))
                .isNull();
    }

    @Test
    void withoutACollectorNothingHasAValue() {
        for (FieldDefinition definition : CATALOGUE.definitions()) {
            if (definition.has(FieldFlag.OF_K8SMETA)) {
                String argument = definition.argument().required() ? "[app]" : "";
                assertThat(value(definition.name() + argument))
                        .as(definition.name())
                        .isNull();
            }
        }
    }

    @Test
    void whatIsNotToldHasNoValue() {
        tellPod(Map.of("name", "web-0", "namespace", "shop"), Map.of(), Map.of("Deployment", List.of("d")));

        assertThat(value("k8smeta.pod.name")).isEqualTo("web-0");
        assertThat(value("k8smeta.deployment.uid")).isEqualTo("d");
        for (String field : List.of(
                "k8smeta.pod.label[app]",
                "k8smeta.pod.labels",
                "k8smeta.pod.ip",
                "k8smeta.ns.uid",
                "k8smeta.deployment.name",
                "k8smeta.deployment.labels",
                "k8smeta.svc.name",
                "k8smeta.svc.uid")) {
            assertThat(value(field)).as(field).isNull();
        }
    }

    @Test
    void aLaterEventReplacesAnObjectOrRemovesIt() {
        tellAll();
        tell("Update", "Deployment", "d", Map.of("name", "web", "labels", Map.of("tier", "canary")));
        assertThat(value("k8smeta.deployment.label[tier]")).isEqualTo("canary");
        assertThat(value("k8smeta.deployment.label[app]")).isNull();

        tell("{\"reason\": \"Delete\", \"uid\": \"d\", \"kind\": \"Deployment\"}");
        assertThat(value("k8smeta.deployment.name")).isNull();
        assertThat(value("k8smeta.deployment.uid")).isEqualTo("d");

        tell("{\"reason\": \"Delete\", \"uid\": \"" + POD + "\", \"kind\": \"Pod\"}");
        assertThat(value("k8smeta.pod.uid")).isNull();
        assertThat(machine.isKubernetesTold()).isTrue();
        machine.reset();
        assertThat(machine.isKubernetesTold()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cpuset=/kubepods.slice/kubepods-pod05869489_8c7f_45dc_9abd_1b1620787bb1.slice/cri-containerd-1.scope",
                "cpuset=/\0memory=/kubepods/pod05869489-8c7f-45dc-9abd-1b1620787bb1/152f",
            })
    void thePodIsTheFirstInTheCgroups(String cgroups) {
        process(IN_POD, cgroups);
        tellAll();

        assertThat(value("k8smeta.pod.name")).isEqualTo("web-0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cpuset=/kubepods/podx5869489-8c7f-45dc-9abd/152f",
                "cpuset=/kubepods/pod05869489-8C7F-45dc-9abd-1b1620787bb1/152f",
                "cpuset=/kubepods/05869489-8c7f-45dc-9abd-1b1620787bb1/152f",
            })
    void anotherCgroupIsOfNoPod(String cgroups) {
        process(IN_POD, cgroups);
        tellAll();

        assertThat(value("k8smeta.pod.name")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "k8smeta.pod.label | filter 'k8smeta.pod.label': k8smeta.pod.label requires an argument but none provided",
                "k8smeta.svc.label | filter 'k8smeta.svc.label': k8smeta.svc.label requires an argument but none provided",
                "k8smeta.pod.name[0] | filter 'k8smeta.pod.name[0]': k8smeta.pod.name does not allow nor require an argument but one is provided: 0",
                "k8smeta.pod.labels[a] | filter 'k8smeta.pod.labels[a]': k8smeta.pod.labels does not allow nor require an argument but one is provided: a",
                "k8smeta.pod.label.app | filter 'k8smeta.pod.label.app': k8smeta.pod.label requires an argument but none provided",
                "k8smeta.pod.label[app | filter 'k8smeta.pod.label[app': k8smeta.pod.label has unbalanced argument brackets",
                "k8smeta.pod.nothing | filter_check called with nonexistent field k8smeta.pod.nothing",
                "k8smeta.daemonset.name | filter_check called with nonexistent field k8smeta.daemonset.name",
            })
    void otherUsesAreRefused(String field, String message) {
        assertThatThrownBy(() -> CATALOGUE.resolve(field))
                .isInstanceOf(FieldException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | \"reason\" is missing",
                "{\"reason\": \"Create\", \"kind\": \"Pod\"} | \"uid\" is missing",
                "{\"reason\": \"Create\", \"uid\": \"1\"} | \"kind\" is missing",
                "{\"reason\": \"Patch\", \"uid\": \"1\", \"kind\": \"Pod\"} | the reason \"Patch\" is unknown",
                "{\"reason\": 7} | \"reason\" has something else than a string: 7",
                "{\"reason\": \"Create\", \"uid\": \"1\", \"kind\": \"Pod\", \"meta\": \"{\"} | \"meta\" holds",
                "{ | the event holds",
            })
    void anEventThatIsNoneOfThePluginIsMalformed(String json, String message) {
        assertThatThrownBy(() -> tell(json))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("is no event of the plugin k8smeta: " + message);
    }

    @Test
    void kindsWithoutFieldsAreIgnored() {
        tell("Create", "DaemonSet", "1", Map.of("name", "agent"));
        assertThat(machine.isKubernetesTold()).isFalse();
    }
}

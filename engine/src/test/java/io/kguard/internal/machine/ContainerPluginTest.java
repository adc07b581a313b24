// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the current Falco records about containers: the events of its container plugin. */
class ContainerPluginTest {
    private static final String KEYS = """
        "id": "32a1026ccb88", "full_id": "32a1026ccb88a551", "name": "web", "type": 0, "image": "nginx:1.25",
        "imagerepo": "nginx", "imagetag": "1.25", "ip": "172.17.0.2", "labels": {"app": "web"}, "env": [],
        "pod_sandbox_labels": null, "port_mappings": [], "Mounts": [], "created_time": 1730971086\
        """;

    private static @Nullable Container read(FalcoVersion version, String name, String json) {
        Machine machine = new Machine(version);
        apply(machine, name, json);
        return machine.container("32a1026ccb88");
    }

    private static void apply(Machine machine, String name, String json) {
        FalcoVersion version = machine.version();
        ByteBuffer bytes = new EventWriter(version)
                .begin(EventCodes.ASYNCEVENT_E, 1_700_000_000_000_000_000L, 1)
                .number(4)
                .text(name)
                .bytes((json + "\0").getBytes(UTF_8))
                .end();
        Event event = new Event(version);
        event.wrap(bytes, 0, bytes.limit(), 1, 0);
        machine.apply(event);
        machine.finish(event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"container\": {%s}}", "{\"container\": null, %s}"})
    void aContainerThatThePluginFoundIsKnown(String form) {
        Container container = read(FalcoVersion.CURRENT, "container", form.formatted(KEYS));
        assertThat(container).isNotNull();
        assertThat(container.name()).isEqualTo("web");
        assertThat(container.imageRepository()).isEqualTo("nginx");
        assertThat(container.type()).isEqualTo(Container.Type.DOCKER);
        assertThat(container.labels()).containsEntry("app", "web");
        assertThat(container.successful()).isTrue();
    }

    @Test
    void eventsOfOtherPluginsTellNothingOfContainers() {
        assertThat(read(FalcoVersion.CURRENT, "metadata", "{}")).isNull();
    }

    @Test
    void aContainerThatIsRemovedIsForgotten() {
        Machine machine = new Machine(FalcoVersion.CURRENT);
        apply(machine, "container", "{\"container\": {" + KEYS + "}}");
        assertThat(machine.container("32a1026ccb88")).isNotNull();
        apply(machine, "container_removed", "{\"container\": {" + KEYS + "}}");
        assertThat(machine.container("32a1026ccb88")).isNull();
    }

    @Test
    void thePluginIsThereSince041() {
        assertThat(read(FalcoVersion.V0_41, "container", "{\"container\": {" + KEYS + "}}"))
                .isNotNull();
        assertThat(read(FalcoVersion.V0_40, "container", "{\"container\": {" + KEYS + "}}"))
                .isNull();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ResourceStoreTest {
    private final ApiResource configMaps = ApiResources.core("configmaps");
    private final ResourceStore store = new ResourceStore();
    private final List<String> told = new ArrayList<>();

    @Test
    void aWatchCatchesUpWithWhatHappenedSinceTheList() {
        store.create(configMaps, "default", Admission.named(configMaps, "before"));
        long listed = Long.parseLong(store.resourceVersion());
        store.create(configMaps, "default", Admission.named(configMaps, "after"));
        store.delete(configMaps, "default", "before");

        store.watchSince(listed, change -> told.add(change.type() + " " + change.name()));
        store.delete(configMaps, "default", "after");

        assertThat(told).containsExactly("ADDED after", "DELETED before", "DELETED after");
    }

    /** What acts on a list, such as a drain, acts in this order. */
    @Test
    void aListIsInTheOrderOfKeys() {
        for (String namespace : List.of("b", "a", "a-c")) {
            store.create(configMaps, namespace, Admission.named(configMaps, "z"));
            store.create(configMaps, namespace, Admission.named(configMaps, "a.b"));
            store.create(configMaps, namespace, Admission.named(configMaps, "a"));
        }

        assertThat(store.list(configMaps, ""))
                .extracting(ResourceStoreTest::name)
                .containsExactly("a-c/a", "a-c/a.b", "a-c/z", "a/a", "a/a.b", "a/z", "b/a", "b/a.b", "b/z");
        assertThat(store.list(configMaps, "b"))
                .extracting(ResourceStoreTest::name)
                .containsExactly("b/a", "b/a.b", "b/z");
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("namespace").asString() + "/"
                + object.path("metadata").path("name").asString();
    }

    @Test
    void nothingIsLostBetweenASnapshotAndAWatchWhileObjectsChange() throws InterruptedException {
        store.create(configMaps, "default", Admission.named(configMaps, "counter"));
        Thread writer = new Thread(() -> {
            for (int i = 1; i <= 2_000; i++) {
                ObjectNode counter = Admission.named(configMaps, "counter");
                counter.putObject("data").put("n", i);
                store.update(configMaps, "default", "counter", counter);
            }
        });
        writer.start();
        do {
            ResourceStore.Snapshot found = store.snapshot(configMaps, "default");
            int seen = number(found.objects().get(0));
            List<Integer> changes = new ArrayList<>();
            Consumer<Change> watcher = change -> changes.add(number(change.object()));
            store.watchSince(Long.parseLong(found.version()), watcher);
            store.unwatch(watcher);
            assertThat(changes)
                    .containsExactlyElementsOf(IntStream.rangeClosed(seen + 1, seen + changes.size())
                            .boxed()
                            .toList());
        } while (writer.isAlive());
        writer.join();
    }

    /** A pod's cgroup has its uid as name, on a machine where other stores may run. */
    @Test
    void noOtherStoreGivesAnObjectTheSameUid() {
        store.watch(change -> told.add(uid(change.object())));
        String created = uid(store.create(configMaps, "default", Admission.named(configMaps, "one")));
        String updated = uid(store.update(configMaps, "default", "one", Admission.named(configMaps, "one")));

        assertThat(UUID.fromString(created).version()).as("a random uid").isEqualTo(4);
        assertThat(updated).isEqualTo(created);
        assertThat(told).containsExactly(created, created);
    }

    private static String uid(ObjectNode object) {
        return object.path("metadata").path("uid").asString("");
    }

    private static int number(ObjectNode counter) {
        return counter.path("data").path("n").asInt(0);
    }

    @Test
    void eachChangeHasANewVersion() {
        store.watch(change -> told.add(Long.toString(change.version())));

        store.create(configMaps, "default", Admission.named(configMaps, "a"));
        store.delete(configMaps, "default", "a");
        store.create(configMaps, "default", Admission.named(configMaps, "b"));

        assertThat(told).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void aWatchFromTooLongAgoIsTold() {
        store.create(configMaps, "default", Admission.named(configMaps, "first"));
        for (int i = 0; i < 5_001; i++) {
            store.create(configMaps, "default", Admission.named(configMaps, "m"));
            store.delete(configMaps, "default", "m");
        }

        assertThatThrownBy(() -> store.watchSince(1, change -> told.add(change.name())))
                .isInstanceOfSatisfying(
                        ApiStatus.class, status -> assertThat(status.code()).isEqualTo(410))
                .hasMessageStartingWith("too old resource version: 1");
    }
}

package io.kguard.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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

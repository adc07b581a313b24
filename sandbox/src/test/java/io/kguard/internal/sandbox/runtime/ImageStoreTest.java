// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.internal.image.ImageCache;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.workload.AllowedFolders;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageStoreTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @Tag("trust")
    @ValueSource(strings = {"../containers/other", "app/../../x", "a b", "a\r\nX: y", ""})
    void aNameOfTheDaemonIsNoPathOfItsApi(String name) {
        ImageStore store = new ImageStore(new ImageCache(folder), Map.of());

        assertThatThrownBy(() -> store.source("docker-daemon:" + name, AllowedFolders.defaults()))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("is not an image name");
    }
}

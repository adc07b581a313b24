// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kguard.internal.image.ImageCache;
import io.kguard.internal.image.ImageSource;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.workload.AllowedFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of the machine a scenario may use. */
@Tag("trust")
class AllowedFoldersTest {
    @TempDir
    private Path folder;

    private Path mine;
    private Path other;
    private AllowedFolders folders;

    @BeforeEach
    void makeFolders() throws IOException {
        mine = Files.createDirectories(folder.resolve("mine/image")).getParent();
        other = Files.createDirectories(folder.resolve("other/image")).getParent();
        Files.createSymbolicLink(mine.resolve("link"), other);
        Files.createSymbolicLink(mine.resolve("root"), Path.of("/"));
        Files.createSymbolicLink(mine.resolve("here"), mine.resolve("image"));
        folders = new AllowedFolders(mine, List.of());
    }

    @Test
    void whatLiesInItsOwnFolderMayBeNamed() throws IOException {
        assertThat(folders.resolve("image")).isEqualTo(mine.toRealPath().resolve("image"));
        assertThat(folders.resolve(mine + "/image")).isEqualTo(mine.toRealPath().resolve("image"));
        assertThat(folders.resolve("here")).isEqualTo(mine.toRealPath().resolve("image"));
        assertThat(folders.refusal("not/there")).isEmpty();
        assertThat(folders.refusal("../mine/image")).isEmpty();
        assertThat(folders.refusal(".")).isEmpty();
    }

    @Test
    void whatLiesElsewhereMayNot() {
        for (String path : List.of(
                "../other/image",
                other.toString(),
                "/etc",
                "/etc/shadow",
                "link/image",
                "link/not/there",
                "image/../../other",
                "root/etc",
                "/proc/1/root/etc",
                "/proc/self/cwd/pom.xml",
                mine + "image")) {
            assertThat(folders.refusal(path)).as(path).isNotEmpty().doesNotContain("machine itself");
        }
    }

    @Test
    void theMachineItselfMayNeverBe() {
        for (AllowedFolders each : List.of(folders, folders.and(List.of(Path.of("/"))), folders.in(Path.of("/")))) {
            assertThat(each.refusal("/")).isEqualTo("\"/\" is the machine itself");
            assertThat(each.refusal(mine + "/root")).contains("is the machine itself");
            assertThat(each.refusalOfImage("rootfs:/")).contains("is the machine itself");
            assertThat(each.refusalOfImage("rootfs:/proc/1/root")).isNotEmpty();
        }
        assertThat(folders.in(Path.of("/")).refusal("/etc")).isNotEmpty();
    }

    @Test
    void whatTheUserAllowsMayBeNamed() {
        assertThat(folders.and(List.of(other)).refusal(other + "/image")).isEmpty();
        assertThat(folders.and(List.of(mine.resolve("link"))).refusal(other + "/image"))
                .isEmpty();
        assertThat(folders.in(null).and(List.of(other)).refusal("image")).isNotEmpty();
        assertThat(folders.in(null).hint()).isEqualTo("none may; -Dkguard.allow=/folder allows another");
    }

    @Test
    void whatIsNoPathIsRefused() {
        assertThat(folders.refusal("a\0b")).isEqualTo("\"a\\u0000b\" can't be a path on this machine");
    }

    @Test
    void imagesThatHaveNoFilesHereAreNotAsked() {
        for (String image : List.of("base", "nginx:1.25", "docker-daemon:nginx", "registry.example:5000/a@sha256:00")) {
            assertThat(folders.refusalOfImage(image)).as(image).isEmpty();
        }
        for (String image : List.of("rootfs:/etc", "oci:/etc:tag", "docker-archive:/etc/shadow:name:tag")) {
            assertThat(folders.refusalOfImage(image)).as(image).isNotEmpty();
        }
    }

    /** git keeps a token in {@code .git/config}, and a pod could show it. */
    @Test
    void aRootWithHiddenFilesOfACheckoutIsRefused() throws IOException {
        Path image = mine.resolve("image");
        Files.writeString(image.resolve(".dockerenv"), "");
        Files.createDirectories(image.resolve("root/.ssh"));
        assertThat(folders.refusalOfImage("rootfs:image")).isEmpty();

        Files.createDirectories(image.resolve("srv/app/.git"));
        assertThat(folders.refusalOfImage("rootfs:image"))
                .isEqualTo("\"image\" has the hidden file \"srv/app/.git\", and tools keep credentials in such files");
        assertThat(folders.refusalOfImage("rootfs:.")).contains("srv/app/.git");
        assertThat(folders.and(List.of(image)).refusalOfImage("rootfs:image")).isEmpty();
        ImageStore store = new ImageStore(new ImageCache(folder.resolve("cache")), Map.of());
        assertThat(catchThrowableOfType(SandboxException.class, () -> store.find("rootfs:image", folders)))
                .hasMessageContaining("srv/app/.git");

        Files.delete(image.resolve("srv/app/.git"));
        Files.writeString(mine.resolve(".npmrc"), "");
        assertThat(folders.refusalOfImage("rootfs:image")).isEmpty();
        assertThat(folders.refusalOfImage("rootfs:.")).contains(".npmrc");
    }

    @Test
    void theSandboxHoldsItAsWellAndTrustsWhatJavaNames() throws IOException {
        Files.createDirectories(other.resolve("image/bin"));
        ImageStore store = new ImageStore(
                new ImageCache(folder.resolve("cache")), Map.of("app", new ImageSource.Rootfs(other.resolve("image"))));
        SandboxException e = catchThrowableOfType(
                SandboxException.class, () -> store.find("rootfs:" + other.resolve("image"), folders));
        assertThat(e.reason()).isEqualTo(SandboxException.Reason.BAD_REQUEST);
        assertThat(e)
                .hasMessageEndingWith("lies outside the folders that may be used here: allowed is what lies in "
                        + mine.toRealPath() + "; -Dkguard.allow=/folder allows another");
        assertThat(store.find("app", folders).layers())
                .containsExactly(other.toRealPath().resolve("image"));
        assertThat(store.find("rootfs:image", folders).layers())
                .containsExactly(mine.toRealPath().resolve("image"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** The order of a kernel's modules. */
class KernelModulesTest {
    @TempDir
    Path folder;

    private GuestKernel kernel;

    @BeforeEach
    void kernel() {
        kernel = new GuestKernel("6.1.0-test", folder.resolve("vmlinuz"), folder);
    }

    @Test
    void aModuleComesAfterThoseThatItNeeds() throws IOException {
        module("fs/ext4.ko", "depends=jbd2,mbcache");
        module("fs/jbd2.ko", "depends=crc16");
        module("fs/mbcache.ko", "depends=");
        module("lib/crc16.ko", "depends=");

        assertThat(names(List.of("ext4"))).containsExactly("crc16", "jbd2", "mbcache", "ext4");
    }

    @Test
    void aNameHasUnderscoresWhereItsFileHasDashes() throws IOException {
        module("a/virtio-ring.ko", "depends=");
        module("a/virtio_blk.ko", "depends=virtio_ring");

        assertThat(names(List.of("virtio_blk"))).containsExactly("virtio_ring", "virtio_blk");
    }

    @Test
    void whatIsPackedIsRead() throws IOException {
        try (OutputStream out = new XZOutputStream(file("a/one.ko.xz"), new LZMA2Options(0))) {
            out.write(content("depends=two"));
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(packed)) {
            out.write(content("depends="));
        }
        try (OutputStream out = file("a/two.ko.zst")) {
            packed.writeTo(out);
        }

        assertThat(KernelModules.of(kernel, List.of("one"), List.of()))
                .containsOnlyKeys("two", "one")
                .hasEntrySatisfying("two", bytes -> assertThat(bytes).isEqualTo(content("depends=")));
    }

    @Test
    void whatIsBuiltInIsNotLoaded() throws IOException {
        Files.writeString(folder.resolve("modules.builtin"), "kernel/drivers/virtio/virtio_pci.ko\n");
        module("a/virtio_blk.ko", "depends=virtio_pci");

        assertThat(names(List.of("virtio_pci", "virtio_blk"))).containsExactly("virtio_blk");
    }

    @Test
    void aHintIsTakenButNotRequired() throws IOException {
        module("fs/ext4.ko", "depends=", "softdep=pre: crc32c");
        module("lib/crc32c_generic.ko", "depends=");
        module("fs/fuse.ko", "depends=", "softdep=pre: nothing");

        assertThat(names(List.of("ext4", "fuse"))).containsExactly("crc32c_generic", "ext4", "fuse");
    }

    @Test
    void aKernelWithoutARequiredModuleIsRefused() {
        assertThatThrownBy(() -> names(List.of("virtio_blk")))
                .isInstanceOf(GuestException.class)
                .hasMessage(
                        "Linux 6.1.0-test has no module virtio_blk, without which it can't be the kernel of a virtual"
                                + " machine here. " + folder
                                + " has none: take the distribution's general kernel, with all packages of its modules");
    }

    @Test
    void aRequiredModuleThatNeedsAMissingOneIsRefused() throws IOException {
        module("fs/ext4.ko", "depends=jbd2");

        assertThatThrownBy(() -> names(List.of("ext4"))).hasMessageContaining("has no module ext4");
    }

    @Test
    void aUsefulModuleMayBeMissing() throws IOException {
        assertThat(KernelModules.of(kernel, List.of(), List.of("veth"))).isEmpty();
    }

    @Test
    void modulesThatNeedEachOtherAreRefused() throws IOException {
        module("a/one.ko", "depends=two");
        module("a/two.ko", "depends=one");

        assertThatThrownBy(() -> names(List.of("one"))).hasMessageContaining("need each other in a circle: one");
    }

    private List<String> names(List<String> required) throws IOException {
        return List.copyOf(KernelModules.of(kernel, required, List.of()).keySet());
    }

    private void module(String name, String... info) throws IOException {
        try (OutputStream out = file(name)) {
            out.write(content(info));
        }
    }

    private OutputStream file(String name) throws IOException {
        Path file = folder.resolve("kernel").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.newOutputStream(file);
    }

    /** As in the section of a module that describes it. */
    private static byte[] content(String... info) {
        return ("\177ELF\0license=GPL\0" + String.join("\0", info) + "\0name=test\0").getBytes(ISO_8859_1);
    }
}

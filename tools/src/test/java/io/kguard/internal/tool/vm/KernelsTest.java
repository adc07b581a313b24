// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Which kernel is meant. */
class KernelsTest {
    private static final GuestMachine MACHINE = GuestMachine.X86_64;

    @TempDir
    Path folder;

    private Path root;
    private Path cache;
    private Kernels kernels;

    @BeforeEach
    void machine() throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        cache = Files.createDirectories(folder.resolve("cache"));
        kernels = new Kernels(MACHINE, root, "6.12.1-own", new KernelPackages(MACHINE, cache));
    }

    @Test
    void theMachinesOwnKernelIsInItsRoot() throws Exception {
        install(root, "lib/modules", "6.12.1-own");
        install(root, "lib/modules", "6.13.0-other");

        assertThat(kernels.find("own"))
                .isEqualTo(new GuestKernel(
                        "6.12.1-own", root.resolve("boot/vmlinuz-6.12.1-own"), root.resolve("lib/modules/6.12.1-own")));
    }

    @Test
    void anOwnKernelThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> kernels.find("own"))
                .isInstanceOf(GuestException.class)
                .hasMessage("the files of this machine's kernel 6.12.1-own are not here, or can't be read by you:"
                        + " /boot/vmlinuz-6.12.1-own and /lib/modules/6.12.1-own. Let your user read them (sudo chmod +r),"
                        + " or name a kernel, such as 6.12");
    }

    @Test
    void aFileSaysItsRelease() throws Exception {
        install(folder, "lib/modules", "6.1.0-50-amd64");
        Path file = Files.createDirectories(folder.resolve("images")).resolve("bzImage");
        byte[] image = new byte[0x1000];
        image[0x20f] = 2; // 0x200 + 0x200
        byte[] release = "6.1.0-50-amd64 (builder) #1\0".getBytes(ISO_8859_1);
        System.arraycopy(release, 0, image, 0x400, release.length);
        Files.write(file, image);

        assertThat(kernels.find(file.toString()))
                .isEqualTo(new GuestKernel("6.1.0-50-amd64", file, folder.resolve("lib/modules/6.1.0-50-amd64")));
    }

    @Test
    void aFileWithoutModulesIsAnError() throws IOException {
        Path file = Files.write(folder.resolve("vmlinuz-5.10.0"), new byte[0x1000]);

        assertThatThrownBy(() -> kernels.find(file.toString()))
                .hasMessage("the modules of " + file
                        + " are not found: they must be in lib/modules/5.10.0, beside the folder"
                        + " of the file or in this machine's root");
    }

    @Test
    void aFolderIsLaidOutAsARoot() throws Exception {
        Path unpacked = folder.resolve("unpacked");
        install(unpacked, "usr/lib/modules", "6.12.117");

        assertThat(kernels.find(unpacked.toString()).modules()).isEqualTo(unpacked.resolve("usr/lib/modules/6.12.117"));
        install(unpacked, "usr/lib/modules", "6.12.118");
        assertThatThrownBy(() -> kernels.find(unpacked.toString())).hasMessageContaining("has several kernels: one");
        assertThatThrownBy(() -> kernels.find(cache.toString())).hasMessageContaining("has no kernel: one is needed");
    }

    @Test
    void aVersionIsTheNewestThatIsInstalled() throws Exception {
        for (String release : List.of("6.1.9", "6.1.10", "6.12.1", "6.10.0")) {
            install(root, "lib/modules", release);
        }

        assertThat(kernels.find("6.1").release()).isEqualTo("6.1.10");
        assertThat(kernels.find("6.12").release()).isEqualTo("6.12.1");
    }

    @Test
    void aVersionIsTheNewestOfItsPackages() throws Exception {
        for (String name : List.of(
                "linux-image-6.1.0-9-amd64-unsigned_6.1.9-1_amd64.deb",
                "linux-image-6.1.0-50-amd64-unsigned_6.1.176-1_amd64.deb",
                "linux-image-6.1.0-60-cloud-amd64_6.1.180-1_amd64.deb",
                "linux-image-6.1.0-60-amd64-dbg_6.1.180-1_amd64.deb",
                "linux-image-6.1.0-70-arm64_6.1.190-1_arm64.deb",
                "linux-image-6.12.1-amd64_6.12.1-1_amd64.deb")) {
            Files.createFile(cache.resolve(name));
        }

        assertThat(newest("6.1")).hasValue(List.of("linux-image-6.1.0-50-amd64-unsigned_6.1.176-1_amd64.deb"));
        assertThat(newest("6.13")).isEmpty();
    }

    @Test
    void aVersionIsARelease() throws Exception {
        for (String name : List.of(
                "linux-image-7.3~rc9-amd64_7.3~rc9-1_amd64.deb",
                "linux-image-7.3.4-amd64_7.3.4-1_amd64.deb",
                "linux-image-7.3-rc12-amd64_7.3-1_amd64.deb")) {
            Files.createFile(cache.resolve(name));
        }
        install(root, "lib/modules", "7.4-rc2");

        for (String version : List.of("7.3", "7", "")) {
            assertThat(newest(version)).hasValue(List.of("linux-image-7.3.4-amd64_7.3.4-1_amd64.deb"));
        }
        assertThat(newest("7.3~rc9")).hasValue(List.of("linux-image-7.3~rc9-amd64_7.3~rc9-1_amd64.deb"));
        assertThat(kernels.find("7.4-rc2").release()).isEqualTo("7.4-rc2");
        assertThat(newest("7.3-rc1")).isEmpty();
    }

    @Test
    void aFolderHasPackagesOfAnyKernel() throws Exception {
        Path packages = Files.createDirectories(folder.resolve("packages"));
        deb(packages.resolve("linux-image-7.3.4-cloud-amd64-dbg_7.3.4-1_amd64.deb"), "./usr/lib/debug");
        assertThatThrownBy(() -> kernels.find(packages.toString()))
                .hasMessage(packages + " has packages, but none of a kernel for amd64 with its modules");
        deb(packages.resolve("linux-binary-7.3.4-cloud-amd64_7.3.4-1_amd64.deb"), "./boot/vmlinuz-7.3.4-cloud-amd64");
        assertThatThrownBy(() -> kernels.find(packages.toString()))
                .hasMessageStartingWith(packages + " has no kernel: one is needed, as boot/vmlinuz-RELEASE and");
        deb(
                packages.resolve("linux-modules-7.3.4-cloud-amd64_7.3.4-1_amd64.deb"),
                "./usr/lib/modules/7.3.4-cloud-amd64/kernel/fs/ext4/ext4.ko.xz");
        assertThat(kernels.find(packages.toString()).release()).isEqualTo("7.3.4-cloud-amd64");

        deb(
                packages.resolve("linux-image-6.1.0-50-amd64_6.1.176-1_amd64.deb"),
                "./boot/vmlinuz-6.1.0-50-amd64",
                "./lib/modules/6.1.0-50-amd64/kernel/fs/ext4/ext4.ko");
        assertThat(kernels.find(packages.toString()).release()).isEqualTo("6.1.0-50-amd64");
    }

    @Test
    void aKernelThatIsThereWithAndWithoutASignatureIsTakenOnce() throws Exception {
        Files.createFile(cache.resolve("linux-image-6.12.1-amd64-unsigned_6.12.1-1_amd64.deb"));
        Files.createFile(cache.resolve("linux-image-6.12.1-amd64_6.12.1-1_amd64.deb"));

        assertThat(newest("6.12")).hasValue(List.of("linux-image-6.12.1-amd64_6.12.1-1_amd64.deb"));
    }

    @Test
    void aKernelInSeveralPackagesNeedsThatOfTheKernel() throws Exception {
        Files.createFile(cache.resolve("linux-modules-7.2.12+deb13-amd64_7.2.12-1_amd64.deb"));
        assertThat(newest("7.2")).isEmpty();

        Files.createFile(cache.resolve("linux-binary-7.2.12+deb13-amd64_7.2.12-1_amd64.deb"));
        Files.createFile(cache.resolve("linux-base-7.2.12+deb13-amd64_7.2.12-1_amd64.deb"));
        assertThat(newest("7.2"))
                .hasValue(List.of(
                        "linux-base-7.2.12+deb13-amd64_7.2.12-1_amd64.deb",
                        "linux-binary-7.2.12+deb13-amd64_7.2.12-1_amd64.deb",
                        "linux-modules-7.2.12+deb13-amd64_7.2.12-1_amd64.deb"));
    }

    @Test
    void aPackageIsUnpackedOnce() throws Exception {
        Path file = cache.resolve("linux-image-6.1.0-50-amd64_6.1.176-1_amd64.deb");
        deb(
                file,
                "./boot/vmlinuz-6.1.0-50-amd64",
                "./lib/modules/6.1.0-50-amd64/kernel/fs/ext4/ext4.ko.xz",
                "./lib/modules/6.1.0-50-amd64/kernel/sound/drum.ko",
                "./lib/modules/6.1.0-50-amd64/kernel/fs/../../../../../../../escape.ko",
                "./etc/shadow");

        GuestKernel kernel = kernels.find("6.1");

        assertThat(kernel.release()).isEqualTo("6.1.0-50-amd64");
        assertThat(kernel.image()).hasContent("./boot/vmlinuz-6.1.0-50-amd64");
        assertThat(kernel.modules().resolve("kernel/fs/ext4/ext4.ko.xz")).exists();
        assertThat(kernel.modules().resolve("kernel/sound")).doesNotExist();
        assertThat(folder.resolve("escape.ko")).doesNotExist();
        assertThat(kernels.find("6.1")).isEqualTo(kernel);
        assertThat(kernels.find(file.toString())).isEqualTo(kernel);
    }

    @Test
    void aFileThatIsNoPackageIsAnError() throws IOException {
        Path file = Files.writeString(folder.resolve("linux-image-6.1.0_6.1_amd64.deb"), "no package");

        assertThatThrownBy(() -> kernels.find(file.toString()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " can't be unpacked");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void whatIsNeitherFileNorVersionIsAnError() {
        assertThatThrownBy(() -> kernels.find("sid"))
                .hasMessage(
                        "the kernel sid is no file, no folder and no version. Name a file vmlinuz, a folder of packages, or"
                                + " a version such as 6.12");
        assertThatThrownBy(() -> kernels.find("./6.12")).hasMessageContaining("is no file, no folder and no version");
    }

    @Test
    void theCacheIsOfTheUser() {
        assertThat(KernelPackages.cache(Map.of("XDG_CACHE_HOME", "/c", "HOME", "/h")))
                .isEqualTo(Path.of("/c/kguard/kernels"));
        assertThat(KernelPackages.cache(Map.of("HOME", "/h"))).isEqualTo(Path.of("/h/.cache/kguard/kernels"));
    }

    private Optional<List<String>> newest(String version) throws IOException {
        return new KernelPackages(MACHINE, cache)
                .newest(KernelPackages.in(cache), version)
                .map(files -> files.stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
    }

    private static void install(Path root, String modules, String release) throws IOException {
        Files.createDirectories(root.resolve(modules).resolve(release));
        Files.createFile(Files.createDirectories(root.resolve("boot")).resolve("vmlinuz-" + release));
    }

    /** A package whose files have their names in them. */
    private static void deb(Path file, String... names) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (OutputStream packed = new XZOutputStream(data, new LZMA2Options(0));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(packed, UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            for (String name : names) {
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(name.length());
                tar.putArchiveEntry(entry);
                tar.write(name.getBytes(UTF_8));
                tar.closeArchiveEntry();
            }
        }
        try (OutputStream out = Files.newOutputStream(file);
                ArArchiveOutputStream ar = new ArArchiveOutputStream(out)) {
            ar.putArchiveEntry(new ArArchiveEntry("debian-binary", 4));
            ar.write("2.0\n".getBytes(UTF_8));
            ar.closeArchiveEntry();
            ar.putArchiveEntry(new ArArchiveEntry("data.tar.xz", data.size()));
            data.writeTo(ar);
            ar.closeArchiveEntry();
        }
    }
}

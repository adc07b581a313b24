// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.Sha256;
import io.kguard.internal.image.Image;
import io.kguard.internal.image.ImageCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The root file system behind hostPath volumes: it looks like a node's to an attacker, and contains nothing of value.
 */
final class DecoyHost {
    private static final String KEY = """
            -----BEGIN OPENSSH PRIVATE KEY-----
            ZGVjb3k=
            -----END OPENSSH PRIVATE KEY-----
            """;

    private static final String CLIENT_KEY = """
            -----BEGIN CERTIFICATE-----
            ZGVjb3k=
            -----END CERTIFICATE-----
            -----BEGIN PRIVATE KEY-----
            ZGVjb3k=
            -----END PRIVATE KEY-----
            """;

    private static final String POD_VOLUMES = "var/lib/kubelet/pods/6f1c3f0e-2c1d-4f52-9a53-5a0c7d1b2e90/volumes";

    private static final Map<String, String> FILES = new TreeMap<>(Map.ofEntries(
            Map.entry("etc/passwd", """
                    root:x:0:0:root:/root:/bin/bash
                    ubuntu:x:1000:1000::/home/ubuntu:/bin/bash
                    nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
                    """),
            Map.entry("etc/group", "root:x:0:\nsudo:x:27:ubuntu\nubuntu:x:1000:\nnogroup:x:65534:\n"),
            Map.entry(
                    "etc/shadow",
                    "root:$6$decoy$1111111111:19700:0:99999:7:::\nubuntu:$6$decoy$2:19700:0:99999:7:::\n"),
            Map.entry("etc/sudoers", "%sudo ALL=(ALL:ALL) ALL\n"),
            Map.entry("etc/hostname", PodPlan.NODE + "\n"),
            Map.entry("etc/os-release", "NAME=\"kguard decoy node\"\nID=kguard\n"),
            Map.entry("etc/kubernetes/admin.conf", "apiVersion: v1\nkind: Config\n# decoy\n"),
            Map.entry("etc/kubernetes/kubelet.conf", "apiVersion: v1\nkind: Config\n# decoy\n"),
            Map.entry("etc/kubernetes/manifests/kube-apiserver.yaml", "apiVersion: v1\nkind: Pod\n"),
            Map.entry("etc/kubernetes/pki/ca.key", "decoy\n"),
            Map.entry("etc/cron.d/e2scrub_all", "# decoy\n"),
            Map.entry("etc/ssh/sshd_config", "PermitRootLogin no\n"),
            Map.entry("etc/ssh/ssh_host_ed25519_key", KEY),
            Map.entry("root/.ssh/id_rsa", KEY),
            Map.entry("root/.ssh/authorized_keys", "ssh-ed25519 AAAAdecoy root@node-1\n"),
            Map.entry("root/.aws/credentials", "[default]\naws_access_key_id = AKIADECOY\n"),
            Map.entry("root/.kube/config", "apiVersion: v1\nkind: Config\n# decoy\n"),
            Map.entry("root/.bash_history", "ls\n"),
            Map.entry("var/lib/kubelet/config.yaml", "kind: KubeletConfiguration\n"),
            Map.entry("var/lib/kubelet/pki/kubelet-client-current.pem", CLIENT_KEY),
            Map.entry(POD_VOLUMES + "/kubernetes.io~projected/kube-api-access-x7k2p/namespace", "shop"),
            Map.entry(
                    POD_VOLUMES + "/kubernetes.io~projected/kube-api-access-x7k2p/token",
                    "eyJhbGciOiJub25lIn0.ZGVjb3k.\n"),
            Map.entry("var/log/auth.log", ""),
            Map.entry("var/log/syslog", "")));

    private static final List<String> FOLDERS = List.of(
            "boot",
            "dev/shm",
            "dev/pts",
            "home/ubuntu",
            "mnt",
            "opt",
            "proc",
            "run/containerd",
            "srv",
            "sys",
            "tmp",
            "usr/local",
            "var/lib/docker",
            "var/lib/etcd",
            "var/lib/kubelet/pods",
            "var/log/pods",
            "var/spool/cron/crontabs");

    /** The programs that run on the node. The first is its init. */
    private static final List<String> PROGRAMS =
            List.of("usr/lib/systemd/systemd", "usr/bin/containerd", "usr/bin/kubelet", "usr/sbin/sshd");

    private static final List<String> DEVICES = List.of("null", "zero", "full", "random", "urandom", "tty");

    private static final List<String> SOCKETS =
            List.of("run/docker.sock", "run/containerd/containerd.sock", "run/crio.sock");

    private static final String DOCKER_ANSWER =
            "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{\"Version\":\"27.0.0\",\"ApiVersion\":\"1.46\"}\n";

    private final ImageCache cache;

    public DecoyHost(ImageCache cache) {
        this.cache = cache;
    }

    /**
     * Creates the files of the node with a node's process, except {@code /proc}, which its processes mount.
     *
     * @param layers the layers that nodes share
     * @param scratch an empty folder
     * @param root where the host's root will be
     */
    public static void make(PodFrames frames, ImageLayers layers, Path scratch, Path root, long bytes) {
        List<MountRequest> mounts = new ArrayList<>(MountRequest.overlay(layers, scratch, root, bytes));
        DEVICES.forEach(device -> mounts.add(MountRequest.bind(
                Path.of("/dev").resolve(device), root.resolve("dev").resolve(device))));
        mounts.add(MountRequest.sysfs(root.resolve("sys")));
        frames.mounts(mounts);
        sockets(frames, root);
    }

    /** The layers of a node's root file system. */
    public List<Path> layers(Image base) throws IOException {
        List<Path> layers = new ArrayList<>(List.of(template()));
        layers.addAll(base.layers());
        return layers;
    }

    /** Creates the listening sockets with a pod's process. */
    public static void sockets(PodFrames frames, Path root) {
        SOCKETS.forEach(socket -> frames.unixPeer(root.resolve(socket), DOCKER_ANSWER.getBytes(UTF_8)));
    }

    /** The paths, without the leading slash, that are this machine's own and not from the template. */
    public static List<String> real() {
        List<String> paths = new ArrayList<>(List.of("proc", "sys"));
        DEVICES.forEach(device -> paths.add("dev/" + device));
        return paths;
    }

    /** The files of a decoy, to be laid over an image with programs. */
    public Path template() throws IOException {
        String id = Sha256.of((FILES + FOLDERS.toString() + DEVICES + PROGRAMS + programId()).getBytes(UTF_8));
        return cache.get("decoy-host-" + id.substring(0, 16), DecoyHost::make);
    }

    private static String programId() {
        return Sha256.of(NativeProgram.NODE.content());
    }

    private static void makePrograms(Path root) throws IOException {
        Path first = root.resolve(PROGRAMS.get(0));
        Files.createDirectories(first.getParent());
        Files.write(first, NativeProgram.NODE.content());
        Files.setAttribute(first, "unix:mode", 0755);
        for (String program : PROGRAMS.subList(1, PROGRAMS.size())) {
            Files.createDirectories(root.resolve(program).getParent());
            Files.createLink(root.resolve(program), first);
        }
        Files.createSymbolicLink(root.resolve("usr/sbin/init"), Path.of("../lib/systemd/systemd"));
    }

    private static void make(Path root) throws IOException {
        for (String folder : FOLDERS) {
            Files.createDirectories(root.resolve(folder));
        }
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        makePrograms(root);
        for (String device : DEVICES) {
            Files.createFile(root.resolve("dev").resolve(device));
        }
        Files.createSymbolicLink(root.resolve("var/run"), Path.of("../run"));
        Files.setAttribute(root.resolve("tmp"), "unix:mode", 01777);
        Files.setAttribute(root.resolve("root"), "unix:mode", 0700);
        Files.setAttribute(root.resolve("root/.ssh"), "unix:mode", 0700);
        Files.setAttribute(root.resolve("root/.ssh/id_rsa"), "unix:mode", 0600);
        Files.setAttribute(root.resolve("etc/shadow"), "unix:mode", 0640);
        Files.setAttribute(root, "unix:mode", 0755);
    }
}

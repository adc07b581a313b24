// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Folders and configuration files of the built-in images: those of a small system, with made-up content. */
final class ImageFiles {
    private static final List<String> FOLDERS = List.of(
            "dev",
            "proc",
            "sys",
            "run",
            "root",
            "home/app",
            "mnt",
            "media",
            "opt",
            "srv",
            "boot",
            "etc/apt/sources.list.d",
            "etc/cron.d",
            "etc/profile.d",
            "etc/ssh",
            "usr/local/bin",
            "usr/local/sbin",
            "usr/share",
            "var/cache",
            "var/lib",
            "var/log",
            "var/lib/rpm",
            "var/spool/cron/crontabs",
            "var/www",
            "usr/lib/modules");

    private static final Map<String, String> FILES = new TreeMap<>(Map.ofEntries(
            Map.entry("etc/passwd", """
            root:x:0:0:root:/root:/bin/bash
            daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
            bin:x:2:2:bin:/bin:/usr/sbin/nologin
            sys:x:3:3:sys:/dev:/usr/sbin/nologin
            sync:x:4:65534:sync:/bin:/bin/sync
            games:x:5:60:games:/usr/games:/usr/sbin/nologin
            man:x:6:12:man:/var/cache/man:/usr/sbin/nologin
            lp:x:7:7:lp:/var/spool/lpd:/usr/sbin/nologin
            mail:x:8:8:mail:/var/mail:/usr/sbin/nologin
            news:x:9:9:news:/var/spool/news:/usr/sbin/nologin
            uucp:x:10:10:uucp:/var/spool/uucp:/usr/sbin/nologin
            proxy:x:13:13:proxy:/bin:/usr/sbin/nologin
            www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
            backup:x:34:34:backup:/var/backups:/usr/sbin/nologin
            list:x:38:38:Mailing List Manager:/var/list:/usr/sbin/nologin
            irc:x:39:39:ircd:/run/ircd:/usr/sbin/nologin
            _apt:x:42:65534::/nonexistent:/usr/sbin/nologin
            sshd:x:100:65534::/run/sshd:/usr/sbin/nologin
            app:x:1000:1000:app:/home/app:/bin/bash
            nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
            """),
            Map.entry("etc/group", """
            root:x:0:
            daemon:x:1:
            bin:x:2:
            sys:x:3:
            adm:x:4:
            tty:x:5:
            disk:x:6:
            lp:x:7:
            mail:x:8:
            news:x:9:
            uucp:x:10:
            man:x:12:
            proxy:x:13:
            kmem:x:15:
            www-data:x:33:
            backup:x:34:
            operator:x:37:
            list:x:38:
            irc:x:39:
            src:x:40:
            shadow:x:42:
            utmp:x:43:
            sudo:x:27:
            staff:x:50:
            games:x:60:
            users:x:100:
            app:x:1000:
            nogroup:x:65534:
            """),
            Map.entry("etc/shadow", """
            root:*:19700:0:99999:7:::
            daemon:*:19700:0:99999:7:::
            app:$6$decoy$0000000000000000000000:19700:0:99999:7:::
            nobody:*:19700:0:99999:7:::
            """),
            Map.entry("etc/gshadow", "root:*::\n"),
            Map.entry("etc/nsswitch.conf", """
            passwd: files
            group: files
            shadow: files
            hosts: files dns
            """),
            Map.entry("etc/os-release", """
            NAME="kguard base"
            ID=kguard
            PRETTY_NAME="kguard base image"
            """),
            Map.entry("etc/profile", "export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n"),
            Map.entry("etc/crontab", "# m h dom mon dow user command\n"),
            Map.entry("root/.bashrc", "# ~/.bashrc\n"),
            Map.entry("var/log/syslog", ""),
            Map.entry("home/app/.bashrc", "# ~/.bashrc\n"),
            Map.entry("home/app/.bash_history", "ls\n"),
            Map.entry("home/app/.ssh/authorized_keys", "ssh-ed25519 AAAAdecoy app@kguard\n"),
            Map.entry("home/app/.ssh/id_ed25519", """
            -----BEGIN OPENSSH PRIVATE KEY-----
            ZGVjb3k=
            -----END OPENSSH PRIVATE KEY-----
            """),
            Map.entry(
                    "home/app/.aws/credentials",
                    "[default]\naws_access_key_id = AKIADECOY\naws_secret_access_key = decoy\n"),
            Map.entry("srv/orders.csv", "order,customer\n1,decoy\n")));

    private ImageFiles() {}

    /** A version that changes with the content. */
    static String version() {
        return Sha256.of((FOLDERS + FILES.toString()).getBytes(UTF_8));
    }

    static void write(Path root) throws IOException {
        for (String folder : FOLDERS) {
            Files.createDirectories(root.resolve(folder));
        }
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        for (String shared : List.of("tmp", "var/tmp")) {
            Files.setAttribute(Files.createDirectories(root.resolve(shared)), "unix:mode", 01777);
        }
        Files.setAttribute(root.resolve("root"), "unix:mode", 0700);
        Files.setAttribute(root.resolve("home/app/.ssh/id_ed25519"), "unix:mode", 0600);
        Files.setAttribute(root.resolve("etc/shadow"), "unix:mode", 0640);
        Files.setAttribute(root.resolve("etc/gshadow"), "unix:mode", 0640);
        Files.createSymbolicLink(root.resolve("var/run"), Path.of("../run"));
        Files.setAttribute(root, "unix:mode", 0755);
    }
}

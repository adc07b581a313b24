// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import io.kguard.event.UserEntry;
import io.kguard.internal.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The users and groups that an image's files define. */
final class ImageUsers {
    private final List<String[]> users;
    private final List<String[]> groups;

    private ImageUsers(List<String[]> users, List<String[]> groups) {
        this.users = users;
        this.groups = groups;
    }

    static ImageUsers of(Image image) {
        return new ImageUsers(read(image, "etc/passwd", 4), read(image, "etc/group", 4));
    }

    /** A user and its supplementary groups. */
    record User(long uid, long gid, List<Long> additionalGids) {
        static final User ROOT = new User(0, 0, List.of());

        /** As {@code uid:gid}. */
        @Override
        public String toString() {
            return uid + ":" + gid;
        }
    }

    /** All users, the first of each uid. */
    List<UserEntry> entries() {
        Map<String, UserEntry> entries = new LinkedHashMap<>();
        for (String[] user : users) {
            if (isNumber(user[2]) && isNumber(user[3])) {
                entries.putIfAbsent(
                        user[2],
                        new UserEntry(
                                (int) Long.parseLong(user[2]),
                                (int) Long.parseLong(user[3]),
                                user[0],
                                user.length > 5 ? user[5] : "",
                                user.length > 6 ? user[6] : ""));
            }
        }
        return List.copyOf(entries.values());
    }

    /**
     * The user of a string {@code user[:group]}, with names or numbers.
     *
     * @throws SandboxException if the image does not define a name
     */
    User find(String text) {
        String[] parts = text.split(":", 2);
        String[] entry = entry(users, parts[0]);
        if (entry == null && !isNumber(parts[0])) {
            throw new SandboxException(
                    SandboxException.Reason.BAD_REQUEST,
                    "the image's /etc/passwd has no user \"" + parts[0] + "\"; use a numeric uid");
        }
        long uid = Long.parseLong(entry == null ? parts[0] : entry[2]);
        long gid = parts.length == 2 ? group(parts[1]) : entry == null ? 0 : Long.parseLong(entry[3]);
        return new User(uid, gid, entry == null ? List.of() : memberships(entry[0]));
    }

    private long group(String text) {
        String[] entry = entry(groups, text);
        if (entry == null && !isNumber(text)) {
            throw new SandboxException(
                    SandboxException.Reason.BAD_REQUEST,
                    "the image's /etc/group has no group \"" + text + "\"; use a numeric gid");
        }
        return Long.parseLong(entry == null ? text : entry[2]);
    }

    private List<Long> memberships(String user) {
        List<Long> gids = new ArrayList<>();
        for (String[] group : groups) {
            if (List.of(group[3].split(",")).contains(user)) {
                gids.add(Long.parseLong(group[2]));
            }
        }
        return gids;
    }

    private static String @org.jspecify.annotations.Nullable [] entry(List<String[]> entries, String nameOrId) {
        for (String[] entry : entries) {
            if (entry[0].equals(nameOrId) || entry[2].equals(nameOrId)) {
                return entry;
            }
        }
        return null;
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d{1,10}");
    }

    private static List<String[]> read(Image image, String file, int fields) {
        List<String[]> entries = new ArrayList<>();
        for (Path layer : image.layers()) {
            Path path = layer.resolve(file);
            // a link could point out of the image
            if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    for (String line : Files.readAllLines(path, java.nio.charset.StandardCharsets.ISO_8859_1)) {
                        String[] entry = line.split(":", -1);
                        if (entry.length >= fields && isNumber(entry[2])) {
                            entries.add(entry);
                        }
                    }
                } catch (IOException e) {
                    throw new SandboxException(
                            SandboxException.Reason.IMAGE, "the image's " + path + " can't be read: " + e, e);
                }
                return entries;
            }
        }
        return entries;
    }
}

package io.kguard.field;

import java.util.regex.Pattern;

/** A pattern of POSIX {@code fnmatch} without flags, for the fields that take one as argument. */
final class Glob {
    private final Pattern pattern;

    Glob(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            int end = c == '[' ? glob.indexOf(']', i + 2) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (c == '\\' && i + 1 < glob.length()) {
                regex.append(Pattern.quote(glob.substring(++i, i + 1)));
            } else if (end > 0) {
                boolean not = glob.charAt(i + 1) == '!' || glob.charAt(i + 1) == '^';
                String set = glob.substring(i + (not ? 2 : 1), end).replaceAll("([\\[\\]\\\\&^])", "\\\\$1");
                regex.append(not ? "[^" : "[").append(set).append(']');
                i = end;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    boolean matches(String text) {
        return pattern.matcher(text).matches();
    }
}

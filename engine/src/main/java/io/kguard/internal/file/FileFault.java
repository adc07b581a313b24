// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file can't be used, in words for users. Java's own messages name classes, or nothing but the file. */
public final class FileFault {
    private FileFault() {}

    /** The file, if the exception names one, and why it can't be used. */
    public static String of(Exception e) {
        Exception fault = fault(e);
        String file = fault instanceof FileSystemException named ? named.getFile() : null;
        if (file == null) {
            return reason(fault);
        }
        return fault instanceof NoSuchFileException ? file + " does not exist" : file + ": " + reason(fault);
    }

    /** Why the file can't be used, without its name. */
    public static String reason(Exception e) {
        Exception fault = fault(e);
        if (fault instanceof NoSuchFileException) {
            return "there is no such file";
        } else if (fault instanceof AccessDeniedException) {
            return "permission denied";
        } else if (fault instanceof NotDirectoryException) {
            return "it is no folder";
        } else if (fault instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        } else if (fault instanceof FileAlreadyExistsException) {
            return "it is there already";
        } else if (fault instanceof FileSystemLoopException) {
            return "its links lead in a circle";
        } else if (fault instanceof FileSystemException named && named.getReason() != null) {
            return words(named.getReason());
        } else if (fault instanceof EOFException && fault.getMessage() == null) {
            return "it ends too early";
        } else if (fault instanceof ClosedByInterruptException) {
            return "the run was interrupted";
        } else if (fault instanceof CharacterCodingException) {
            return "it is not text in UTF-8";
        }
        return fault.getMessage() == null ? fault.getClass().getSimpleName() : words(fault.getMessage());
    }

    /** What the system says, as users can act on it. */
    private static String words(String reason) {
        return switch (reason) {
            case "Is a directory" -> "it is a folder; a file is needed";
            case "Not a directory" -> "a part of its path is a file, not a folder";
            case "No space left on device" -> "the disk is full; make room on it, or name another place";
            case "Disk quota exceeded" -> "your quota of the disk is used up; make room, or name another place";
            case "Read-only file system" -> "nothing can be written there: the file system is read-only";
            case "Too many open files" -> "too many files are open; raise the limit with ulimit -n";
            case "File name too long" -> "its name is too long";
            case "Operation not permitted" -> "the system does not permit it";
            default -> reason;
        };
    }

    private static Exception fault(Exception e) {
        return e instanceof UncheckedIOException && e.getCause() instanceof IOException cause ? cause : e;
    }
}

@NullMarked
package io.kguard.sandbox;

import org.jspecify.annotations.NullMarked;

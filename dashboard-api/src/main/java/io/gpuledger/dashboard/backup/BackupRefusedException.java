package io.gpuledger.dashboard.backup;

/** An archive that cannot be restored, in words that say why. */
public final class BackupRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  BackupRefusedException(String message) {
    super(message);
  }
}

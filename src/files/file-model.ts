import { type Connection, type Model, type mongo, Schema } from 'mongoose';

/** A file as GridFS keeps it beside its chunks. */
export interface FileRecord {
  _id: mongo.ObjectId;
  filename: string;
  length: number;
  uploadDate: Date;
  metadata: FileMetadata;
}

/** What we keep of a file beside what GridFS does. */
export interface FileMetadata {
  type: string;
  contentId?: string;
  /** The user or key that uploaded it; null for what came by a channel. */
  uploader: string | null;
  channel: string | null;
  /** The id that a user's upload was given out under: an attempt that is made again finds the file by it. */
  made?: string;
  /** When the sweep looks whether anything refers to it; absent once a message was found to. */
  checkAt?: Date;
}

const schema = new Schema<FileRecord>(
  {
    filename: String,
    length: Number,
    uploadDate: Date,
    metadata: new Schema<FileMetadata>(
      {
        type: { type: String },
        contentId: String,
        uploader: String,
        channel: String,
        made: String,
        checkAt: Date,
      },
      { _id: false },
    ),
  },
  { versionKey: false },
);
// The sweep sees only what is due: files that messages refer to are not in this index at all.
schema.index({ 'metadata.checkAt': 1 }, { sparse: true });
schema.index({ 'metadata.made': 1 }, { unique: true, sparse: true });

/** The files' descriptions; their content is written and read by GridFS alone. */
export function fileModel(db: Connection): Model<FileRecord> {
  return db.models.File ?? db.model<FileRecord>('File', schema, 'files.files');
}

import type { AddedModel, AddedModelStore } from '../../core/repository/addedModel.ts';
import { openKeyedStore } from './openKeyedStore.ts';

const models = openKeyedStore<AddedModel>('nearside-added');

/** Added models in IndexedDB. */
export const idbAddedModels: AddedModelStore = {
  readAll: () => models.readAll(),
  write: (model) => models.write(model.name, model),
  delete: (name) => models.delete(name),
};

import { connect } from 'nearside';

window.nearside = connect();
